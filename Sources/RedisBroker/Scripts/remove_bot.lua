-- Revokes a bot's key: frees the name, ends the sessions as change_standing.lua does, and tells the fleet.
--
-- Returns how many sessions were ended, or nothing when there is no such bot, or it is in use and was to go only if not.

local bots = KEYS[1]            -- see add_bot.lua
local standing = KEYS[2]        -- the user's
local sessions = KEYS[3]        -- the user's
local id = ARGV[1]
local longest = ARGV[2]         -- seconds that a session can live
local session_prefix = ARGV[3]  -- what a session's key begins with
local fleet = ARGV[4]           -- the fleet's channel
local unused = ARGV[5]          -- seconds for which it may not have signed in, and no session may be left; empty for whatever
local interval = ARGV[6]        -- milliseconds within which it is noted once that it signed in

local call = redis.call
local kept = call('HGET', bots, 'i' .. id)
if not kept then return end
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if unused ~= '' then
  local used = call('HGET', bots, 't' .. id)
  used = used and used + interval or tonumber(string.match(kept, '"created":(%d+)') or now)
  if used > now - unused * 1000 then return end
  for _, hash in ipairs(call('ZRANGE', sessions, 0, -1)) do
    if call('HEXISTS', session_prefix .. hash, 'u') == 1 then return end
  end
end
local key, name = string.match(kept, '^(%S+) (%S+)')
call('HDEL', bots, 'k' .. key, 'n' .. name, 'u' .. id, 'i' .. id, 't' .. id)
call('HSET', bots, 'c', tonumber(call('HGET', bots, 'c') or '1') - 1)
if call('GET', name) == '' then call('DEL', name) end

local newest = call('ZRANGE', sessions, -1, -1, 'WITHSCORES')
local before = call('HGET', standing, 'v')
call('HSET', standing, 'v', math.max(now, tonumber(newest[2] or 0), tonumber(before or 0)))
-- A ban or a suspension may have to be kept for longer.
local left = call('PTTL', standing)
local is_restricted = call('HEXISTS', standing, 'b') + call('HEXISTS', standing, 's') > 0
if not is_restricted or left >= 0 and left < longest * 1000 then
  call('EXPIRE', standing, longest)
end
local ended = 0
for _, hash in ipairs(call('ZRANGE', sessions, 0, -1)) do
  if call('DEL', session_prefix .. hash) == 1 then ended = ended + 1 end
  -- Whoever looks it up learns that it was ended, and not lost.
  call('HSET', session_prefix .. hash, 'z', id)
  call('EXPIRE', session_prefix .. hash, 86400)
  call('PUBLISH', fleet, 's' .. hash)
end
call('DEL', sessions)
call('PUBLISH', fleet, 'u' .. id)
return ended
