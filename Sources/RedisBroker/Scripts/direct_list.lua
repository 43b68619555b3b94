-- The direct rooms of a user, the ones used last first.
--
-- KEYS  1 the user's rooms by use  2 who is in them with the user
-- ARGV  1 seconds that a room is remembered
-- Returns each room and the other user.

local clock = redis.call('TIME')
local oldest = (clock[1] - ARGV[1]) * 1000 + math.floor(clock[2] / 1000)
local rooms = redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', string.format('(%.0f', oldest))
local reply = {}
for _, room in ipairs(rooms) do
  local other = redis.call('HGET', KEYS[2], room)
  if other then
    reply[#reply + 1] = room
    reply[#reply + 1] = other
  end
end
return reply
