-- Stores a message and broadcasts it, once per request id.
--
-- KEYS  1 the room's meta  2 its stream  3 the request id's key
-- ARGV  1 channel  2 an epoch in case the room has none  3 identity  4 digest  5 body  6 messages to keep
--       7 seconds to keep them  8 seconds to keep the epoch  9 seconds to keep the id
--       10 milliseconds after which the expiries are due again
--       11-13 what the publisher knows of the room: epoch (empty: nothing), generation, a seq that it has reached
--       14 the primary's master_replid as its connection has learned it: to ask for it here would be a quarter of the cost
-- Returns 'n' or, for a repeated id, 'd', then ' <epoch> <generation> <seq> <identity> <time>'; 'c' for an id that was
-- used for something else; 's' when the room is not the one that the publisher knows. Nothing is stored then.
--
-- The fence: master_replid changes with every primary. A room that was last written by another one goes on in a new
-- generation, and b<generation> keeps the last position before, so that a position beyond it can be told to wind back.
-- Generations step by 1 to 4,096, taken from the replid, so that two primaries promoted over the same one differ.
-- synchronize.lua does the same at the first look.

local meta = redis.call('HMGET', KEYS[1], 'e', 'g', 's', 'i', 'r', 'x')
local epoch = meta[1]
local known = epoch and redis.call('GET', KEYS[3])
if known then
  local place, digest = string.match(known, '^(.*) (%S+)$')
  -- An id of an epoch that is lost went with its message.
  if place and string.sub(place, 1, #epoch + 1) == epoch .. ' ' then
    if digest ~= ARGV[4] then return 'c' end
    return 'd ' .. place
  end
end

local clock = redis.call('TIME')
local time = string.format('%d%03d', clock[1], math.floor(clock[2] / 1000))
local replid = ARGV[14]
local generation, seq, due = 0, 1, true
local fields = {}
if epoch then
  generation, seq = tonumber(meta[2]), meta[3] + 1
  due = math.abs(time - meta[6]) >= tonumber(ARGV[10])
  if meta[5] ~= replid then
    generation = generation + 1 + tonumber(string.sub(replid, 1, 3), 16)
    fields = { 'b' .. generation, meta[2] .. ' ' .. meta[3] .. ' ' .. meta[4] }
  end
end

if ARGV[11] ~= '' and (ARGV[11] ~= epoch or tonumber(ARGV[12]) ~= generation or tonumber(ARGV[13]) >= seq) then
  return 's'
end

local function store()
  return redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', ARGV[6], string.format('%.0f-0', seq),
    'g', generation, 'i', ARGV[3], 't', time, 'j', ARGV[5])
end
local stored
if epoch then stored = store() end
if not epoch or (stored.err and string.find(stored.err, 'equal or smaller', 1, true)) then
  -- No meta, or one older than the stream: nothing says how the two belong together, so a new history begins.
  epoch, generation, seq, due, fields = ARGV[2], 0, 1, true, {}
  local made = redis.pcall('HSET', KEYS[1], 'e', epoch)
  if type(made) == 'table' then return made end
  redis.call('DEL', KEYS[2])
  stored = store()
end
if stored.err then return stored end

fields[#fields + 1] = 'g'
fields[#fields + 1] = generation
fields[#fields + 1] = 's'
fields[#fields + 1] = string.format('%.0f', seq)
fields[#fields + 1] = 'i'
fields[#fields + 1] = ARGV[3]
fields[#fields + 1] = 'r'
fields[#fields + 1] = replid
if due then
  fields[#fields + 1] = 'x'
  fields[#fields + 1] = time
end
redis.call('HSET', KEYS[1], unpack(fields))
if due then
  redis.call('EXPIRE', KEYS[2], ARGV[7])
  redis.call('EXPIRE', KEYS[1], ARGV[8])
end

local place = string.format('%s %d %.0f %s %s', epoch, generation, seq, ARGV[3], time)
redis.call('SET', KEYS[3], place .. ' ' .. ARGV[4], 'EX', ARGV[9])
redis.call('PUBLISH', ARGV[1], 'm' .. place .. '\n' .. ARGV[5])
return 'n ' .. place
