-- Ends a session, frees its name, and tells the fleet.
--
-- Returns 1.

local session = KEYS[1]
local hash = ARGV[1]     -- the token's
local fleet = ARGV[2]    -- the fleet's channel

local name = redis.call('HGET', session, 'n')
if name and redis.call('GET', name) == hash then redis.call('DEL', name) end
redis.call('DEL', session)
redis.call('PUBLISH', fleet, 's' .. hash)
return 1
