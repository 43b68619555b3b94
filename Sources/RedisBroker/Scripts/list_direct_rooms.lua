-- The direct rooms of a user, the ones used last first.
--
-- Returns each room and the other user.

local rooms = KEYS[1]    -- the user's, by use
local others = KEYS[2]   -- who is in them with the user
local seconds = ARGV[1]  -- that a room is remembered

local clock = redis.call('TIME')
local oldest = (clock[1] - seconds) * 1000 + math.floor(clock[2] / 1000)
local latest = redis.call('ZREVRANGEBYSCORE', rooms, '+inf', string.format('(%.0f', oldest))
local reply = {}
for _, room in ipairs(latest) do
  local other = redis.call('HGET', others, room)
  if other then
    reply[#reply + 1] = room
    reply[#reply + 1] = other
  end
end
return reply
