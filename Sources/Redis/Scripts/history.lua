-- A page of a room's history for reading back. Does not make the room.
--
-- KEYS  1 the room's meta  2 its stream
-- ARGV  1 'before' or 'after'  2 a seq: the page's nearest, inclusive  3 messages of the page
-- Returns the epoch ('' for no room), whether more follow ('1' or '0'), and then each message's generation, seq,
-- identity, time and body, ascending.

local epoch = redis.call('HGET', KEYS[1], 'e')
if not epoch then return { '', '0' } end
local limit = tonumber(ARGV[3])
local entries
local isBefore = ARGV[1] == 'before'
if isBefore then
  entries = redis.call('XREVRANGE', KEYS[2], ARGV[2], '-', 'COUNT', limit + 1)
else
  entries = redis.call('XRANGE', KEYS[2], ARGV[2], '+', 'COUNT', limit + 1)
end

local count = math.min(#entries, limit)
local reply = { epoch, #entries > limit and '1' or '0' }
local size = 2
for place = 1, count do
  local entry = entries[isBefore and count + 1 - place or place]
  reply[size + 1] = entry[2][2]
  reply[size + 2] = string.match(entry[1], '^%d+')
  reply[size + 3] = entry[2][4]
  reply[size + 4] = entry[2][6]
  reply[size + 5] = entry[2][8]
  size = size + 5
end
return reply
