-- Sets the fleet's maintenance switch and tells the fleet.
--
-- Returns 1.

local switch = KEYS[1]
local state = ARGV[1]   -- '1' for on or '0' for off, then the message
local fleet = ARGV[2]   -- the fleet's channel

redis.call('SET', switch, state)
redis.call('PUBLISH', fleet, 'm' .. state)
return 1
