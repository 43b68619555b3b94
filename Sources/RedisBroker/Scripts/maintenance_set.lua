-- Sets the fleet's maintenance switch and tells the fleet.
--
-- KEYS  1 the switch
-- ARGV  1 '1' for on or '0' for off, then the message  2 the fleet's channel

redis.call('SET', KEYS[1], ARGV[1])
redis.call('PUBLISH', ARGV[2], 'm' .. ARGV[1])
return 1
