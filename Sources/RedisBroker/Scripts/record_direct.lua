-- Remembers that two users have a direct room, and tells the fleet who wrote there.
--
-- Returns 1.

local sender_rooms = KEYS[1]      -- the sender's rooms by use
local sender_others = KEYS[2]     -- who is in them with the sender
local recipient_rooms = KEYS[3]   -- the same of the recipient
local recipient_others = KEYS[4]
local room = ARGV[1]
local sender = ARGV[2]
local recipient = ARGV[3]
local seconds = ARGV[4]           -- to remember
local kept = ARGV[5]              -- rooms to remember
local fleet = ARGV[6]             -- the fleet's channel
local event = ARGV[7]             -- what to tell

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function record(rooms, others, other)
  redis.call('ZADD', rooms, now, room)
  redis.call('HSET', others, room, other)
  local surplus = redis.call('ZRANGE', rooms, 0, -1 - kept)
  for _, room in ipairs(surplus) do
    redis.call('ZREM', rooms, room)
    redis.call('HDEL', others, room)
  end
  redis.call('EXPIRE', rooms, seconds)
  redis.call('EXPIRE', others, seconds)
end
record(sender_rooms, sender_others, recipient)
record(recipient_rooms, recipient_others, sender)
redis.call('PUBLISH', fleet, event)
return 1
