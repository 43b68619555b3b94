-- Remembers that two users have a direct room, and tells the fleet who wrote there.
--
-- KEYS  1 the sender's rooms by use  2 who is in them with the sender  3 and 4 the same of the recipient
-- ARGV  1 room  2 the sender  3 the recipient  4 seconds to remember  5 rooms to remember  6 the fleet's channel
--       7 what to tell

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function record(rooms, others, other)
  redis.call('ZADD', rooms, now, ARGV[1])
  redis.call('HSET', others, ARGV[1], other)
  local surplus = redis.call('ZRANGE', rooms, 0, -1 - ARGV[5])
  for _, room in ipairs(surplus) do
    redis.call('ZREM', rooms, room)
    redis.call('HDEL', others, room)
  end
  redis.call('EXPIRE', rooms, ARGV[4])
  redis.call('EXPIRE', others, ARGV[4])
end
record(KEYS[1], KEYS[2], ARGV[3])
record(KEYS[3], KEYS[4], ARGV[2])
redis.call('PUBLISH', ARGV[6], ARGV[7])
return 1
