-- Makes a session of the guest whose code it is (add_device_code.lua), beside those that they have, uses the code up, and tells
-- the fleet; or finds the one that the same request has made before.
--
-- From then on a guest has several sessions, as an application's user may: each has q, the key of all of them, by which the one
-- that lives longest holds their name (find_session.lua).
--
-- Returns 'm' and the user; 'r' and what a request before has made, as create_session.lua does; 0 for a wrong code; or 't' and
-- for how many milliseconds none is looked at, as too many were wrong.

local code = KEYS[1]
local session = KEYS[2]
local request = KEYS[3]
local wrong = KEYS[4]            -- how many wrong codes there were lately
local hash = ARGV[1]             -- the token's
local created = ARGV[2]          -- when it was made
local seconds = ARGV[3]          -- until it expires
local sealed = ARGV[4]           -- the token, as the request's secret has sealed it; empty for a request that can't be repeated
local kept = ARGV[5]             -- for how many seconds the request is known
local user_prefix = ARGV[6]      -- what the keys of a user begin with
local standing_suffix = ARGV[7]  -- and what that of the standing ends with
local sessions_suffix = ARGV[8]  -- and that of the sessions
local longest = ARGV[9]          -- seconds that a session can live
local most = ARGV[10]            -- sessions of one user
local most_wrong = ARGV[11]      -- wrong codes, in
local wrong_seconds = ARGV[12]
local fleet = ARGV[13]           -- the fleet's channel

local call = redis.call
local prefix = string.sub(session, 1, -#hash - 1)

if sealed ~= '' then
  local before = call('HMGET', request, 's', 'n', 't')
  if before[2] == code then
    local found = call('HMGET', before[1], 'u', 'c')
    if found[1] then return { 'r', before[3], found[1], found[2] } end
  end
end
if tonumber(call('GET', wrong) or 0) >= tonumber(most_wrong) then return { 't', call('PTTL', wrong) } end

-- Its user and name, of a session that lives and whose user may write; and what else is known then.
local function find_owner()
  local owner = call('GET', code)
  local found = owner and call('HMGET', prefix .. owner, 'u', 'n', 'k', 'c')
  if not found or not found[1] then return end
  local id = string.match(found[1], '^%a(%w+) ')
  local judged = call('HMGET', user_prefix .. id .. standing_suffix, 'v', 'b', 's')
  local clock = call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  for _, restriction in ipairs({ judged[2] or '1', judged[3] or '1' }) do
    local ends = tonumber(string.match(restriction, '^%d+'))
    if ends == 0 or ends > now then return end
  end
  if judged[1] and tonumber(found[3] or found[4]) <= tonumber(judged[1]) then return end
  return owner, found[1], found[2], user_prefix .. id .. sessions_suffix, math.max(now, tonumber(judged[1] or 0) + 1)
end

local owner, user, name, sessions, now = find_owner()
if not owner then
  if call('INCR', wrong) == 1 then call('EXPIRE', wrong, wrong_seconds) end
  call('DEL', code)
  return 0
end

-- A clock that went back must not make what is new void, or older than what was there.
local newest = call('ZRANGE', sessions, -1, -1, 'WITHSCORES')
local made = math.max(now, tonumber(newest[2] or 0) + 1)
-- First of all that is written: a full store refuses it, and the code stays good. Behind a deletion it would refuse nothing.
call('HSET', session, 'u', user, 'c', created, 'n', name, 'k', made, 'q', sessions)
call('EXPIRE', session, seconds)
call('DEL', code)

if call('ZCARD', sessions) >= tonumber(most) then
  for _, other in ipairs(call('ZRANGE', sessions, 0, -1)) do
    if call('EXISTS', prefix .. other) == 0 then call('ZREM', sessions, other) end
  end
end
for _, oldest in ipairs(call('ZRANGE', sessions, 0, -most)) do
  call('ZREM', sessions, oldest)
  call('DEL', prefix .. oldest)
  call('HSET', prefix .. oldest, 'z', string.match(user, '^%a(%w+) '))
  call('EXPIRE', prefix .. oldest, 86400)
  call('PUBLISH', fleet, 's' .. oldest)
end
call('ZADD', sessions, made, hash)
call('EXPIRE', sessions, longest)
if call('HEXISTS', prefix .. owner, 'u') == 1 then call('HSET', prefix .. owner, 'q', sessions) end
local holder = call('GET', name)
local held = holder and call('HGET', prefix .. holder, 'u')
if holder ~= '' and (not held or held == user) then call('SET', name, hash, 'EX', seconds) end
if sealed ~= '' then
  call('HSET', request, 's', session, 'n', code, 't', sealed)
  call('EXPIRE', request, kept)
end
call('PUBLISH', fleet, 'c' .. string.match(user, '^%a(%w+) ') .. ' ' .. hash .. ' ' .. created)
return { 'm', user }
