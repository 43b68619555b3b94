-- Stores a message and broadcasts it, once per request id.
--
-- Returns 'n' or, for a repeated id, 'd', then ' <epoch> <generation> <seq> <identity> <time>'; 'c' for an id that was
-- used for something else; 's' when the room is not the one that the publisher knows. Nothing is stored then.
--
-- The fence: master_replid changes with every primary. A room that was last written by another one goes on in a new
-- generation, and b<generation> keeps the last position before, so that a position beyond it can be told to wind back.
-- Generations step by 1 to 4,096, taken from the replid, so that two primaries promoted over the same one differ.
-- synchronize.lua does the same at the first look.

local room = KEYS[1]               -- the room's meta
local stream = KEYS[2]
local request = KEYS[3]            -- the request id's key
local channel = ARGV[1]
local new_epoch = ARGV[2]          -- in case the room has none
local identity = ARGV[3]
local digest = ARGV[4]
local payload = ARGV[5]
local messages = ARGV[6]           -- to keep
local message_seconds = ARGV[7]    -- to keep them
local epoch_seconds = ARGV[8]      -- to keep the epoch
local request_seconds = ARGV[9]    -- to keep the id
local renewal = ARGV[10]           -- milliseconds after which the expiries are due again
local known_epoch = ARGV[11]       -- of the room, as the publisher knows it; empty if it knows nothing
local known_generation = ARGV[12]
local known_seq = ARGV[13]         -- which the room has reached
local replid = ARGV[14]            -- the primary's, as its connection knows it: to ask here would be a quarter of the cost

local meta = redis.call('HMGET', room, 'e', 'g', 's', 'i', 'r', 'x')
local epoch = meta[1]
local answered = epoch and redis.call('GET', request)
if answered then
  local place, old_digest = string.match(answered, '^(.*) (%S+)$')
  -- An id of an epoch that is lost went with its message.
  if place and string.sub(place, 1, #epoch + 1) == epoch .. ' ' then
    if old_digest ~= digest then return 'c' end
    return 'd ' .. place
  end
end

local clock = redis.call('TIME')
local time = string.format('%d%03d', clock[1], math.floor(clock[2] / 1000))
local generation, seq, due = 0, 1, true
local fields = {}
if epoch then
  generation, seq = tonumber(meta[2]), meta[3] + 1
  due = math.abs(time - meta[6]) >= tonumber(renewal)
  if meta[5] ~= replid then
    generation = generation + 1 + tonumber(string.sub(replid, 1, 3), 16)
    fields = { 'b' .. generation, meta[2] .. ' ' .. meta[3] .. ' ' .. meta[4] }
  end
end

if known_epoch ~= '' then
  local is_same = known_epoch == epoch and tonumber(known_generation) == generation
  if not is_same or tonumber(known_seq) >= seq then return 's' end
end

local function store()
  return redis.pcall('XADD', stream, 'MAXLEN', '~', messages, string.format('%.0f-0', seq),
    'g', generation, 'i', identity, 't', time, 'j', payload)
end
local stored
if epoch then stored = store() end
if not epoch or (stored.err and string.find(stored.err, 'equal or smaller', 1, true)) then
  -- No meta, or one older than the stream: nothing says how the two belong together, so a new history begins.
  epoch, generation, seq, due, fields = new_epoch, 0, 1, true, {}
  local made = redis.pcall('HSET', room, 'e', epoch)
  if type(made) == 'table' then return made end
  redis.call('DEL', stream)
  stored = store()
end
if stored.err then return stored end

fields[#fields + 1] = 'g'
fields[#fields + 1] = generation
fields[#fields + 1] = 's'
fields[#fields + 1] = string.format('%.0f', seq)
fields[#fields + 1] = 'i'
fields[#fields + 1] = identity
fields[#fields + 1] = 'r'
fields[#fields + 1] = replid
if due then
  fields[#fields + 1] = 'x'
  fields[#fields + 1] = time
end
redis.call('HSET', room, unpack(fields))
if due then
  redis.call('EXPIRE', stream, message_seconds)
  redis.call('EXPIRE', room, epoch_seconds)
end

local place = string.format('%s %d %.0f %s %s', epoch, generation, seq, identity, time)
redis.call('SET', request, place .. ' ' .. digest, 'EX', request_seconds)
redis.call('PUBLISH', channel, 'm' .. place .. '\n' .. payload)
return 'n ' .. place
