-- Makes a session and claims its name, both or neither.
--
-- KEYS  1 the session  2 the name
-- ARGV  1 the token's hash  2 the user  3 when it was made  4 seconds until it expires
-- Returns 1, or 0 when the name is taken.

if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'EX', ARGV[4]) then return 0 end
redis.call('HSET', KEYS[1], 'u', ARGV[2], 'c', ARGV[3], 'n', KEYS[2])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
