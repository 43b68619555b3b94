-- Ends a session, frees its name, and tells the fleet.
--
-- KEYS  1 the session
-- ARGV  1 the token's hash  2 the fleet's channel

local name = redis.call('HGET', KEYS[1], 'n')
if name and redis.call('GET', name) == ARGV[1] then redis.call('DEL', name) end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], 's' .. ARGV[1])
return 1
