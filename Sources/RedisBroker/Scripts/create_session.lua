-- Makes a session and claims its name, both or neither; or finds the one that the same request has made before.
--
-- Returns 1, or 0 when the name is taken; 's' and the suspension when it was made for somebody who may only read; 'b' and
-- the ban when nothing was made for that; or 'r' and what a request before has made: its sealed token, the user, and when
-- the session was made.

local session = KEYS[1]
local name = KEYS[2]
local request = KEYS[3]
local standing = KEYS[4]        -- the user's
local sessions = KEYS[5]        -- the user's
local hash = ARGV[1]            -- the token's
local user = ARGV[2]
local created = ARGV[3]         -- when it was made
local seconds = ARGV[4]         -- until it expires
local sealed = ARGV[5]          -- the token, as the request's secret has sealed it; empty for a request that can't be repeated
local kept = ARGV[6]            -- for how many seconds the request is known
local longest = ARGV[7]         -- seconds that a session can live
local most = ARGV[8]            -- sessions of one user
local session_prefix = ARGV[9]  -- what a session's key begins with
local fleet = ARGV[10]          -- the fleet's channel

local call = redis.call
local judged = call('HMGET', standing, 'v', 'b', 's')
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function holds(restriction)
  local ends = restriction and tonumber(string.match(restriction, '^%d+'))
  return ends and (ends == 0 or ends > now)
end
if holds(judged[2]) then return { 'b', judged[2] } end

if sealed ~= '' then
  local before = call('HMGET', request, 's', 'n', 't')
  if before[2] == name then
    local found = call('HMGET', before[1], 'u', 'c')
    if found[1] then return { 'r', before[3], found[1], found[2] } end
  end
end
if call('EXISTS', session) == 1 then return 0 end
if not call('SET', name, hash, 'NX', 'EX', seconds) then return 0 end
-- A clock that went back must not make what is new void.
local made = math.max(now, tonumber(judged[1] or 0) + 1)
call('HSET', session, 'u', user, 'c', created, 'n', name, 'k', made)
call('EXPIRE', session, seconds)
if sealed ~= '' then
  call('HSET', request, 's', session, 'n', name, 't', sealed)
  call('EXPIRE', request, kept)
end

call('ZADD', sessions, made, hash)
call('EXPIRE', sessions, longest)
if call('ZCARD', sessions) > tonumber(most) then
  for _, other in ipairs(call('ZRANGE', sessions, 0, -1)) do
    if call('EXISTS', session_prefix .. other) == 0 then call('ZREM', sessions, other) end
  end
  for _, oldest in ipairs(call('ZRANGE', sessions, 0, -1 - most)) do
    local held = call('HGET', session_prefix .. oldest, 'n')
    if held and call('GET', held) == oldest then call('DEL', held) end
    call('DEL', session_prefix .. oldest)
    call('HSET', session_prefix .. oldest, 'z', string.match(user, '^%a(%w+) '))
    call('EXPIRE', session_prefix .. oldest, 86400)
    call('ZREM', sessions, oldest)
    call('PUBLISH', fleet, 's' .. oldest)
  end
end
return holds(judged[3]) and { 's', judged[3] } or 1
