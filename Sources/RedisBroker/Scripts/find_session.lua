-- Looks a session up and prolongs it with its name, whose key the session holds.
--
-- Returns the user and when the session was made, or nothing.

local session = KEYS[1]
local hash = ARGV[1]     -- the token's
local seconds = ARGV[2]  -- until it expires

local found = redis.call('HMGET', session, 'u', 'c', 'n')
if not found[1] then return {} end
redis.call('EXPIRE', session, seconds)
if redis.call('GET', found[3]) == hash then redis.call('EXPIRE', found[3], seconds) end
return { found[1], found[2] }
