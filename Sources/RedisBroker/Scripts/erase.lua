-- Takes the texts of a message or of its edits out of what is read: notes their places, which whoever reads looks up.
--
-- Returns 1.

local erased = KEYS[1]         -- the places whose text is taken out: a sorted set of '<seq> <identity>' by seq
local edits = KEYS[2]          -- each message's newest: a sorted set of '<seq> <identity> <edit's seq> <edit's identity>' by seq
local stream = KEYS[3]         -- the room's
local seq = ARGV[1]            -- the message's
local identity = ARGV[2]
local edit_seq = ARGV[3]       -- its edit's, or '' for a deletion
local edit_identity = ARGV[4]
local seconds = ARGV[5]        -- to keep the notes, as long as the messages

local target = seq .. ' ' .. identity
local function erase(place) redis.call('ZADD', erased, string.match(place, '^%d+'), place) end

local known, edit
for _, member in ipairs(redis.call('ZRANGEBYSCORE', edits, seq, seq)) do
  local place = string.match(member, '^%d+ %S+ (%d+ %S+)$')
  if string.sub(member, 1, #target + 1) == target .. ' ' then known, edit = member, place end
end

if edit_seq == '' then
  erase(target)
  if edit then erase(edit) end
  if known then redis.call('ZREM', edits, known) end
else
  local new = edit_seq .. ' ' .. edit_identity
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

-- What is trimmed needs no notes.
local oldest = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
for _, notes in ipairs({ erased, edits }) do
  if oldest then redis.call('ZREMRANGEBYSCORE', notes, '-inf', '(' .. string.match(oldest[1], '^%d+')) end
  redis.call('EXPIRE', notes, seconds)
end
return 1
