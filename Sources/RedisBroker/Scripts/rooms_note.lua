-- Notes that something happened in public rooms.
--
-- KEYS  1 the rooms: a sorted set by time
-- ARGV  1 seconds that a room is listed  2 how many are listed  then the rooms
-- Returns 1.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local places = {}
for index = 3, #ARGV do
  places[#places + 1] = now
  places[#places + 1] = ARGV[index]
end
-- At most 1,000 rooms; `unpack` manages a few thousand values.
redis.call('ZADD', KEYS[1], unpack(places))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now - ARGV[1] * 1000))
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1
