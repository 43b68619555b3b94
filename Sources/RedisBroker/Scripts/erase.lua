-- Takes the texts of messages or of their edits out of what is read: notes their places, which whoever reads looks up.
--
-- Returns how many places it was that were not taken out before.

local erased = KEYS[1]         -- the places whose text is taken out: a sorted set of '<seq> <identity>' by seq
local edits = KEYS[2]          -- each message's newest: a sorted set of '<seq> <identity> <edit's seq> <edit's identity>' by seq
local stream = KEYS[3]         -- the room's
local copy = KEYS[4]           -- see blank_texts.lua
local seconds = ARGV[1]        -- to keep the notes, as long as the messages
local is_cleaned = ARGV[2]     -- '1' where whoever asks goes on with blank_texts.lua, which begins anew then
-- Then of each: the message's seq and identity, and those of its edit, or '' for a deletion.

local count = 0
local function erase(place) count = count + redis.call('ZADD', erased, string.match(place, '^%d+'), place) end

-- The note of a message's newest edit, and that one's place.
local function newest_edit(seq, target)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', edits, seq, seq)) do
    if string.sub(member, 1, #target + 1) == target .. ' ' then
      return member, string.match(member, '^%d+ %S+ (%d+ %S+)$')
    end
  end
end

local function delete(seq, target)
  local known, edit = newest_edit(seq, target)
  erase(target)
  if edit then erase(edit) end
  if known then redis.call('ZREM', edits, known) end
end

local function replace(seq, target, edit_seq, new)
  local known, edit = newest_edit(seq, target)
  local isOld = edit and tonumber(string.match(edit, '^%d+')) > tonumber(edit_seq)
  if isOld or redis.call('ZSCORE', erased, target) then
    erase(new)
  elseif edit ~= new then
    if edit then
      erase(edit)
      redis.call('ZREM', edits, known)
    end
    redis.call('ZADD', edits, seq, target .. ' ' .. new)
  end
end

for index = 3, #ARGV, 4 do
  local seq, edit_seq = ARGV[index], ARGV[index + 2]
  local target = seq .. ' ' .. ARGV[index + 1]
  if edit_seq == '' then
    delete(seq, target)
  else
    replace(seq, target, edit_seq, edit_seq .. ' ' .. ARGV[index + 3])
  end
end

-- What is trimmed needs no notes.
local oldest = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
for _, notes in ipairs({ erased, edits }) do
  if oldest then redis.call('ZREMRANGEBYSCORE', notes, '-inf', '(' .. string.match(oldest[1], '^%d+')) end
  redis.call('EXPIRE', notes, seconds)
end
if is_cleaned == '1' and count > 0 then redis.call('UNLINK', copy) end
return count
