-- Puts a report on a room's list, once for each person and message, and tells those who follow the room.
--
-- An entry is '<position> <time> <user> <name> <reason>', the newest comes first. A message is known by its identity, wherever
-- it lies.
--
-- Returns 1 for one that is new, else 0.

local list = KEYS[1]
local channel = ARGV[1]
local position = ARGV[2]            -- the message's
local user = ARGV[3]
local words = ARGV[4]               -- name and reason
local kept = tonumber(ARGV[5])      -- of the room
local kept_of_one = tonumber(ARGV[6])  -- person, or message
local seconds = tonumber(ARGV[7])   -- to keep one
local publish = ARGV[8]             -- PUBLISH, or SPUBLISH in a cluster

local call = redis.call
local clock = call('TIME')
local time = clock[1] .. string.sub('00000' .. clock[2], #clock[2], #clock[2] + 2)
local function identity(place) return string.match(place, '[^.]+$') end

-- Those that stay, and how many each person and each message has, with the new one.
local entries, owners, messages = {}, {}, {}
local counts = { [user] = 1, ['.' .. identity(position)] = 1 }
local function count(whose) counts[whose] = (counts[whose] or 0) + 1 end
for _, entry in ipairs(call('LRANGE', list, 0, -1)) do
  local place, moment, by = string.match(entry, '^(%S+) (%d+) (%S+) ')
  if not place or time - moment >= seconds * 1000 then
    call('LREM', list, -1, entry)
  else
    if by == user and identity(place) == identity(position) then return 0 end
    local message = '.' .. identity(place)
    entries[#entries + 1], owners[#owners + 1], messages[#messages + 1] = entry, by, message
    count(by)
    count(message)
  end
end
-- The person or the message that has most makes way, with the oldest: a few are pushed out neither by one person's many nor by
-- many about one message.
local most = 0
for _, number in pairs(counts) do most = math.max(most, number) end
if most > kept_of_one or #entries >= kept then
  for index = #entries, 1, -1 do
    if math.max(counts[owners[index]], counts[messages[index]]) == most then
      call('LREM', list, -1, entries[index])
      break
    end
  end
end

local entry = position .. ' ' .. time .. ' ' .. user .. ' ' .. words
call('LPUSH', list, entry)
call('EXPIRE', list, seconds)
call(publish, channel, 'r' .. entry)
return 1
