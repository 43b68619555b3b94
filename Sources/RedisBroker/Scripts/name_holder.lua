-- Who has a name now.
--
-- KEYS  1 the name
-- ARGV  1 what a session's key begins with
-- Returns the user, or nothing.

local hash = redis.call('GET', KEYS[1])
return hash and redis.call('HGET', ARGV[1] .. hash, 'u')
