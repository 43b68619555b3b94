-- Everything after a position, a page of it, and how the position relates to the room's history. Makes the room.
--
-- Returns the verdict, the head '<epoch> <generation> <seq> <identity>' with the policy's version behind it if there is
-- one, the base '<generation> <seq> <identity>' of a rewind or '', the number of places whose text was taken out, each as
-- '<seq> <identity>', and then each message's generation, seq, identity, time and body.
--
-- The fence (see publish.lua): the first look at a room on a new primary begins its generation, so that whoever looks
-- or publishes after it learns of the failover even if nobody has written since.

local room = KEYS[1]              -- the room's meta
local stream = KEYS[2]
local erased = KEYS[3]            -- the places whose text was taken out
local policy = KEYS[4]            -- the room's, whose version stands behind the generation: see publish.lua
local new_epoch = ARGV[1]         -- in case the room has none
local limit = ARGV[2]             -- messages of the page
local empty_seconds = ARGV[3]     -- to keep a room that nobody writes to
local known_epoch = ARGV[4]       -- of the position; empty: none is given
local known_generation = ARGV[5]
local known_seq = ARGV[6]
local known_identity = ARGV[7]
local page_bytes = ARGV[8]        -- after which a page ends
local replid = ARGV[9]            -- the primary's master_replid, as its connection has learned it
local wanted_latest = ARGV[10]    -- how many of the latest are wanted where the position is of another history
limit, page_bytes, wanted_latest = tonumber(limit), tonumber(page_bytes), tonumber(wanted_latest)

local meta = redis.call('HMGET', room, 'e', 'g', 's', 'i', 'r')
local version = ''
if meta[1] then meta[2], version = string.match(meta[2], '^(%d+) ?(.*)$') end
local function kept(generation) return version == '' and generation or generation .. ' ' .. version end
-- Generation and last position before it, of the fence that this look sets.
local fenced, before
if not meta[1] then
  meta = { new_epoch, '0', '0', '-' }
  version = redis.call('HGET', policy, 'v') or ''
  redis.call('HSET', room, 'e', new_epoch, 'g', kept('0'), 's', 0, 'i', '-', 'r', replid, 'x', 0)
  redis.call('EXPIRE', room, empty_seconds)
  local keys = string.sub(room, 1, -2)
  redis.call('DEL', stream, keys .. 'x', keys .. 'e', keys .. 'l')
elseif meta[3] == '0' and meta[5] == replid then
  -- A room in which nobody has written lives as long as somebody looks.
  redis.pcall('EXPIRE', room, empty_seconds)
elseif meta[5] ~= replid then
  fenced, before = meta[2] + 1 + tonumber(string.sub(replid, 1, 3), 16), meta[2] .. ' ' .. meta[3] .. ' ' .. meta[4]
  local made = redis.pcall('HSET', room, 'g', kept(string.format('%d', fenced)), 'r', replid, 'b' .. fenced, before)
  -- A primary that takes no writes for now can still be read: whoever writes first will come to the same numbers.
  if type(made) == 'table' and string.find(made.err, 'READONLY', 1, true) then return made end
  meta[2] = string.format('%d', fenced)
end
local epoch, generation, head = meta[1], tonumber(meta[2]), tonumber(meta[3])

local function answer(verdict, base, entries, first, last, step)
  local place = table.concat(meta, ' ', 1, 4)
  local reply = { verdict, version == '' and place or place .. ' ' .. version, base, '0' }
  local size = 4
  if entries[first] then
    local one, other = string.match(entries[first][1], '^%d+'), string.match(entries[last][1], '^%d+')
    for _, place in ipairs(redis.call('ZRANGEBYSCORE', erased, one, other)) do
      size = size + 1
      reply[size] = place
    end
    reply[4] = tostring(size - 4)
  end
  for index = first, last, step do
    local fields = entries[index][2]
    reply[size + 1] = fields[2]
    reply[size + 2] = string.match(entries[index][1], '^%d+')
    reply[size + 3] = fields[4]
    reply[size + 4] = fields[6]
    reply[size + 5] = fields[8]
    size = size + 5
  end
  return reply
end

-- The entries from an id on, at most `count` of them, up to the one that has the bytes of a page: read in steps, so that
-- little is read in vain.
local function entries_from(command, id, last, count)
  local entries, size, from = {}, 0, id
  while #entries < count do
    local wanted = math.min(count - #entries, 32)
    local step = redis.call(command, stream, from, last, 'COUNT', wanted)
    for _, entry in ipairs(step) do
      entries[#entries + 1] = entry
      size = size + #entry[2][8]
      if size >= page_bytes then return entries end
    end
    if #step < wanted then return entries end
    from = '(' .. step[#step][1]
  end
  return entries
end

local function latest(verdict, count)
  local entries = entries_from('XREVRANGE', '+', '-', count)
  return answer(verdict, '', entries, #entries, 1, -1)
end

-- Where a position of a known generation must wind back to, if it lies beyond what the next primary knew of it:
-- generation, seq, identity. Nothing when that is not known.
local function base(of)
  if of == generation then return of, head, meta[4] end
  local fields = redis.call('HGETALL', room)
  local following, place = fenced, before
  local isKnown = of == 0
  for index = 1, #fields, 2 do
    local number = tonumber(string.match(fields[index], '^b(%d+)$'))
    if number == of then isKnown = true end
    if number and number > of and (not following or number < following) then
      following, place = number, fields[index + 1]
    end
  end
  if not isKnown or not place then return end
  local last, seq, identity = string.match(place, '^(%d+) (%d+) (%S+)$')
  if tonumber(last) == of then return of, tonumber(seq), identity end
end

if known_epoch == '' then return latest('fresh', limit) end
local function reset() return latest('reset', wanted_latest) end
if known_epoch ~= epoch then return reset() end
local from, seq, identity = tonumber(known_generation), tonumber(known_seq), known_identity
local baseGeneration, baseSeq, baseIdentity = base(from)
if not baseSeq then return reset() end

local verdict, place = 'recovered', ''
if seq > baseSeq then
  verdict, from, seq, identity = 'rewind', baseGeneration, baseSeq, baseIdentity
  place = string.format('%d %.0f %s', from, seq, identity)
end

-- The message at the position, if it is still there, shows whether both mean the same history: that is looked at before
-- anything else is read. Its generation is not asked for: the head of a room that nobody has written to since a failover
-- is in a newer one than its last message.
local place_id = string.format('%.0f-0', seq)
local at = redis.call('XRANGE', stream, place_id, place_id, 'COUNT', 1)[1]
if at then
  if at[2][4] ~= identity then return reset() end
elseif seq == head then
  if identity ~= meta[4] then return reset() end
end
local entries = entries_from('XRANGE', '(' .. place_id, '+', limit)
local oldest = entries[1] and tonumber(string.match(entries[1][1], '^%d+')) or head + 1
if not at and seq ~= head and seq + 1 < oldest then
  if verdict == 'rewind' then return reset() end
  verdict = 'gap'
end
return answer(verdict, place, entries, 1, #entries, 1)
