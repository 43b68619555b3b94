-- Makes a session and claims its name, both or neither; or finds the one that the same request has made before.
--
-- Returns 1, or 0 when the name is taken, or what a request before has made: its sealed token, the user, and when the
-- session was made.

local session = KEYS[1]
local name = KEYS[2]
local request = KEYS[3]
local hash = ARGV[1]     -- the token's
local user = ARGV[2]
local created = ARGV[3]  -- when it was made
local seconds = ARGV[4]  -- until it expires
local sealed = ARGV[5]   -- the token, as the request's secret has sealed it; empty for a request that can't be repeated
local kept = ARGV[6]     -- for how many seconds the request is known

if sealed ~= '' then
  local before = redis.call('HMGET', request, 's', 'n', 't')
  if before[2] == name then
    local found = redis.call('HMGET', before[1], 'u', 'c')
    if found[1] then return { before[3], found[1], found[2] } end
  end
end
if redis.call('EXISTS', session) == 1 then return 0 end
if not redis.call('SET', name, hash, 'NX', 'EX', seconds) then return 0 end
redis.call('HSET', session, 'u', user, 'c', created, 'n', name)
redis.call('EXPIRE', session, seconds)
if sealed ~= '' then
  redis.call('HSET', request, 's', session, 'n', name, 't', sealed)
  redis.call('EXPIRE', request, kept)
end
return 1
