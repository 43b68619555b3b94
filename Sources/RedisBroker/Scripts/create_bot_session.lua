-- Makes a session of the bot that a key belongs to, beside those that it has. The name is the bot's without it: its key in
-- Redis stays empty (add_bot.lua).
--
-- Returns 'm' and the user, and behind them the suspension of one that may only read; 'b' and the ban when nothing was made
-- for that; or nothing for a key that no bot has.

local bots = KEYS[1]             -- see add_bot.lua
local session = KEYS[2]
local key = ARGV[1]              -- the hash of the bot's key
local hash = ARGV[2]             -- the token's
local created = ARGV[3]          -- when it was made
local seconds = ARGV[4]          -- until it expires
local user_prefix = ARGV[5]      -- what the keys of a user begin with
local standing_suffix = ARGV[6]  -- and what that of the standing ends with
local sessions_suffix = ARGV[7]  -- and that of the sessions
local longest = ARGV[8]          -- seconds that a session can live
local most = ARGV[9]             -- how many of them there may be
local fleet = ARGV[10]           -- the fleet's channel
local interval = ARGV[11]        -- milliseconds within which a use of the key is noted once

local call = redis.call
local id = call('HGET', bots, 'k' .. key)
if not id then return end
local kept = call('HMGET', bots, 'u' .. id, 'i' .. id, 't' .. id)
local user, name, used = kept[1], string.match(kept[2], '^%S+ (%S+)'), kept[3]
local judged = call('HMGET', user_prefix .. id .. standing_suffix, 'v', 'b', 's')
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function holds(restriction)
  local ends = restriction and tonumber(string.match(restriction, '^%d+'))
  return ends and (ends == 0 or ends > now)
end
if holds(judged[2]) then return { 'b', judged[2] } end

if not used or now - used >= tonumber(interval) then call('HSET', bots, 't' .. id, string.format('%.0f', now)) end

local sessions = user_prefix .. id .. sessions_suffix
local prefix = string.sub(session, 1, -#hash - 1)
for _, other in ipairs(call('ZRANGE', sessions, 0, -1)) do
  if call('EXISTS', prefix .. other) == 0 then call('ZREM', sessions, other) end
end
for _, oldest in ipairs(call('ZRANGE', sessions, 0, -most)) do
  call('ZREM', sessions, oldest)
  call('DEL', prefix .. oldest)
  call('HSET', prefix .. oldest, 'z', id)
  call('EXPIRE', prefix .. oldest, 86400)
  call('PUBLISH', fleet, 's' .. oldest)
end
-- A clock that went back must not make what is new void, or older than what was there.
local newest = call('ZRANGE', sessions, -1, -1, 'WITHSCORES')
local made = math.max(now, tonumber(judged[1] or 0) + 1, tonumber(newest[2] or 0) + 1)
call('ZADD', sessions, made, hash)
call('EXPIRE', sessions, longest)
call('HSET', session, 'u', user, 'c', created, 'n', name, 'k', made)
call('EXPIRE', session, seconds)
if holds(judged[3]) then return { 'm', user, judged[3] } end
return { 'm', user }
