-- Takes the texts of a message or of its edits out of what is read: notes their places, which whoever reads looks up.
--
-- KEYS  1 the places whose text is taken out: a sorted set of '<seq> <identity>' by seq
--       2 the newest edit of each message: a sorted set of '<seq> <identity> <edit's seq> <edit's identity>' by seq
--       3 the room's stream
-- ARGV  1 the message's seq  2 its identity  3 and 4 the same of its edit, or '' for a deletion
--       5 seconds to keep the notes, as long as the messages
-- Returns 1.

local target = ARGV[1] .. ' ' .. ARGV[2]
local function erase(place) redis.call('ZADD', KEYS[1], string.match(place, '^%d+'), place) end

local known, edit
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[1], ARGV[1])) do
  local place = string.match(member, '^%d+ %S+ (%d+ %S+)$')
  if string.sub(member, 1, #target + 1) == target .. ' ' then known, edit = member, place end
end

if ARGV[3] == '' then
  erase(target)
  if edit then erase(edit) end
  if known then redis.call('ZREM', KEYS[2], known) end
else
  local new = ARGV[3] .. ' ' .. ARGV[4]
  local isOld = edit and tonumber(string.match(edit, '^%d+')) > tonumber(ARGV[3])
  if isOld or redis.call('ZSCORE', KEYS[1], target) then
    erase(new)
  elseif edit ~= new then
    if edit then
      erase(edit)
      redis.call('ZREM', KEYS[2], known)
    end
    redis.call('ZADD', KEYS[2], ARGV[1], target .. ' ' .. new)
  end
end

-- What is trimmed needs no notes.
local oldest = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', 1)[1]
for index = 1, 2 do
  if oldest then redis.call('ZREMRANGEBYSCORE', KEYS[index], '-inf', '(' .. string.match(oldest[1], '^%d+')) end
  redis.call('EXPIRE', KEYS[index], ARGV[5])
end
return 1
