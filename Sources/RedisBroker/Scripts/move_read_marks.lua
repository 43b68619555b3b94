-- Moves how far a user has read some rooms: forward, or as they will where that is forced. Tells the fleet what has moved.
--
-- Returns the rooms in which it has.

local marks = KEYS[1]     -- the user's by room: position, time, a (at it) or b (before it), and when it was moved
local seconds = ARGV[1]   -- that they are kept
local kept = ARGV[2]      -- rooms at most
local fleet = ARGV[3]     -- the fleet's channel
local event = ARGV[4]     -- how what is told begins
-- Then for each room its name, the mark, and 1 where it is forced.

local call = redis.call
local clock = call('TIME')
local now = string.format('%.0f', clock[1] * 1000 + math.floor(clock[2] / 1000))

local function read(mark)
  local epoch, generation, seq, time, side = string.match(mark, '^(%w+)%.(%d+)%.(%d+)%.%S+ (%d+) (%a)')
  return epoch, tonumber(generation), tonumber(seq), tonumber(time), side
end

local function is_ahead(mark, other)
  local epoch, generation, seq, time, side = read(mark)
  local other_epoch, other_generation, other_seq, other_time, other_side = read(other)
  if not other_epoch then return true end
  if epoch ~= other_epoch then
    if time ~= other_time then return time > other_time end
  elseif generation ~= other_generation then
    return generation > other_generation
  elseif seq ~= other_seq then
    return seq > other_seq
  end
  return side == 'a' and other_side == 'b'
end

local moved = {}
for index = 5, #ARGV, 3 do
  local room, mark, forced = ARGV[index], ARGV[index + 1], ARGV[index + 2]
  local known = call('HGET', marks, room)
  if not known or forced == '1' or is_ahead(mark, known) then
    call('HSET', marks, room, mark .. ' ' .. now)
    moved[#moved + 1] = room
    event = event .. ' ' .. room .. ' ' .. mark
  end
end

local excess = call('HLEN', marks) - kept
if excess > 0 then
  local all, times = call('HGETALL', marks), {}
  for index = 1, #all, 2 do
    times[#times + 1] = { all[index], tonumber(string.match(all[index + 1], '(%d+)$') or 0) }
  end
  table.sort(times, function(one, other) return one[2] < other[2] end)
  for index = 1, excess do call('HDEL', marks, times[index][1]) end
end
call('EXPIRE', marks, seconds)
if #moved > 0 then call('PUBLISH', fleet, event) end
return moved
