-- Ends a session, hands its name on to another one of the same user or frees it, and tells the fleet.
--
-- Returns 1.

local session = KEYS[1]
local hash = ARGV[1]     -- the token's
local fleet = ARGV[2]    -- the fleet's channel

local prefix = session:sub(1, -#hash - 1)
local found = redis.call('HMGET', session, 'n', 'q')
local name, sessions = found[1], found[2]
redis.call('DEL', session)
if name and redis.call('GET', name) == hash then redis.call('DEL', name) end
if sessions then
  redis.call('ZREM', sessions, hash)
  for _, other in ipairs(redis.call('ZREVRANGE', sessions, 0, -1)) do
    local life = redis.call('PTTL', prefix .. other)
    if life > 0 and redis.call('HGET', prefix .. other, 'n') == name then
      redis.call('SET', name, other, 'NX', 'PX', life)
      break
    end
  end
end
redis.call('PUBLISH', fleet, 's' .. hash)
return 1
