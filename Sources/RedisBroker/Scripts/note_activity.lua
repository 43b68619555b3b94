-- Notes that something happened in public rooms, which come behind the arguments.
--
-- Returns 1.

local rooms = KEYS[1]    -- a sorted set by time
local seconds = ARGV[1]  -- that a room is listed
local listed = ARGV[2]   -- how many are listed

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local places = {}
for index = 3, #ARGV do
  places[#places + 1] = now
  places[#places + 1] = ARGV[index]
end
-- At most 1,000 rooms; `unpack` manages a few thousand values.
redis.call('ZADD', rooms, unpack(places))
redis.call('ZREMRANGEBYSCORE', rooms, '-inf', string.format('(%.0f', now - seconds * 1000))
redis.call('ZREMRANGEBYRANK', rooms, 0, -1 - listed)
redis.call('EXPIRE', rooms, seconds)
return 1
