-- Looks a session up and prolongs it with its name, whose key the session holds.
--
-- KEYS  1 the session
-- ARGV  1 the token's hash  2 seconds until it expires
-- Returns the user and when the session was made, or nothing.

local session = redis.call('HMGET', KEYS[1], 'u', 'c', 'n')
if not session[1] then return {} end
redis.call('EXPIRE', KEYS[1], ARGV[2])
if redis.call('GET', session[3]) == ARGV[1] then redis.call('EXPIRE', session[3], ARGV[2]) end
return { session[1], session[2] }
