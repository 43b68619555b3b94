-- Remembers that two users have a direct room, and tells the fleet who wrote there.
--
-- Returns 1 if the sender had no such room, else 0.

local sender_rooms = KEYS[1]          -- the sender's rooms by use
local sender_others = KEYS[2]         -- who is in them with the sender
local sender_unanswered = KEYS[3]     -- those in which the sender has not written, by use
local recipient_rooms = KEYS[4]       -- the same of the recipient
local recipient_others = KEYS[5]
local recipient_unanswered = KEYS[6]
local room = ARGV[1]
local sender = ARGV[2]
local recipient = ARGV[3]
local seconds = ARGV[4]               -- to remember
local kept = ARGV[5]                  -- rooms to remember
local fleet = ARGV[6]                 -- the fleet's channel
local event = ARGV[7]                 -- what to tell

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
-- What was used last by then is forgotten.
local forgotten = now - seconds * 1000

local function is_new(rooms)
  local used = redis.call('ZSCORE', rooms, room)
  return not used or tonumber(used) <= forgotten
end

local function yielding(rooms, unanswered)
  local oldest = redis.call('ZRANGE', rooms, 0, 0, 'WITHSCORES')
  if tonumber(oldest[2]) <= forgotten then return oldest[1] end
  return redis.call('ZRANGE', unanswered, 0, 0)[1] or oldest[1]
end

local function record(rooms, others, unanswered, other)
  redis.call('ZADD', rooms, now, room)
  redis.call('HSET', others, room, other)
  -- Each time one leaves either set: a version that does not know the second one may have left something there.
  while redis.call('ZCARD', rooms) > tonumber(kept) do
    local oldest = yielding(rooms, unanswered)
    redis.call('ZREM', rooms, oldest)
    redis.call('ZREM', unanswered, oldest)
    redis.call('HDEL', others, oldest)
  end
  for _, key in ipairs({rooms, others, unanswered}) do redis.call('EXPIRE', key, seconds) end
end

local is_first = is_new(sender_rooms)
-- Not those that were there before, whoever wrote in them: an older version did not note it.
if is_new(recipient_rooms) or redis.call('ZSCORE', recipient_unanswered, room) then
  redis.call('ZADD', recipient_unanswered, now, room)
end
redis.call('ZREM', sender_unanswered, room)
record(sender_rooms, sender_others, sender_unanswered, recipient)
record(recipient_rooms, recipient_others, recipient_unanswered, sender)
redis.call('PUBLISH', fleet, event)
return is_first and 1 or 0
