-- Takes the texts that are not handed out any more (erase.lua) out of the store itself, some messages at a time.
--
-- A stream's entries can't be changed, so a copy grows beside it in which those texts are blank, and takes its place once it has
-- come to the newest message: with the same ids, so that no seq is missing. Until then nobody sees the copy, and what is
-- published meanwhile is copied by the last step, in which it takes the place. A copy that nobody goes on with expires. One
-- that is of another history, since the store failed over or the room was forgotten, begins again.
--
-- The copy takes memory as the stream does. Where what is missing of it would not leave the store enough, it is taken away, and the
-- step fails as where memory is full.
--
-- Returns how many texts this step took out, and 1 when the copy has taken the stream's place, or there is nothing to copy.

local stream = KEYS[1]   -- the room's
local erased = KEYS[2]   -- the places whose text was taken out
local copy = KEYS[3]
local messages = ARGV[1] -- how many are copied in this step, and after how many bytes it ends
local bytes = ARGV[2]
local seconds = ARGV[3]  -- to keep a copy that nobody goes on with
local is_first = ARGV[4] -- '1' to begin anew
local share = ARGV[5]    -- of the memory that the store may take, how much it may have taken then: percent
messages, bytes = tonumber(messages), tonumber(bytes)

local call = redis.call

-- Where the string ends of which `start` is the first byte: at a quote with an even number of backslashes before it.
local function end_of_string(text, start)
  local at = string.find(text, '"', start, true)
  while at do
    local last = at - 1
    while last >= start and string.byte(text, last) == 92 do last = last - 1 end
    if (at - 1 - last) % 2 == 0 then return at end
    at = string.find(text, '"', at + 1, true)
  end
end

-- The payload with an empty string where the one was that stands behind `mark`, and whether there was one that was not empty.
local function emptied(payload, mark)
  local _, start = string.find(payload, mark)
  local stop = start and end_of_string(payload, start + 1)
  if not stop then return payload, 0 end
  return string.sub(payload, 1, start) .. string.sub(payload, stop), stop > start + 1 and 1 or 0, start + 1
end

-- A message or an edit without its text, and the data that stand behind that, to the end; a reaction without the name.
local function blanked(payload)
  if string.sub(payload, 1, 18) == '{"type":"reaction"' then
    return emptied(payload, '"from":{"id":"[^"]*","name":"')
  end
  local blank, count, at = emptied(payload, '"text":"')
  if at and string.find(blank, '^" *,"data":{', at) then return string.sub(blank, 1, at) .. '}', 1 end
  return blank, count
end

if is_first == '1' then call('UNLINK', copy) end
local newest = call('XREVRANGE', copy, '+', '-', 'COUNT', 1)[1]
local from = '-'
if newest then
  local same = call('XRANGE', stream, newest[1], newest[1])[1]
  if same and same[2][2] == newest[2][2] and same[2][4] == newest[2][4] then
    from = '(' .. newest[1]
  else
    call('UNLINK', copy)
  end
end

local function bytes_of(key) return call('MEMORY', 'USAGE', key) or 0 end

local memory = call('INFO', 'memory')
local limit = tonumber(string.match(memory, 'maxmemory:(%d+)') or 0)
local needed = bytes_of(stream)
if limit > 0 and needed > 0 then
  local used = tonumber(string.match(memory, 'used_memory:(%d+)'))
  if used + math.max(0, needed - bytes_of(copy)) >= limit * share / 100 then
    call('UNLINK', copy)
    return redis.error_reply('OOM there is no memory for a second copy of the room')
  end
end

local size, count, blanks = 0, 0, 0
local isWhole
while not isWhole and count < messages and size < bytes do
  local wanted = math.min(messages - count, 64)
  local page = call('XRANGE', stream, from, '+', 'COUNT', wanted)
  isWhole = #page < wanted
  if #page > 0 then
    local places = {}
    local first, last = string.match(page[1][1], '^%d+'), string.match(page[#page][1], '^%d+')
    for _, place in ipairs(call('ZRANGEBYSCORE', erased, first, last)) do places[place] = true end
    for _, entry in ipairs(page) do
      local fields, change = entry[2], 0
      if places[string.match(entry[1], '^%d+') .. ' ' .. fields[4]] then fields[8], change = blanked(fields[8]) end
      local added = redis.pcall('XADD', copy, entry[1], unpack(fields))
      if type(added) == 'table' then
        -- Not left for as long as a copy is kept, as it may be what fills the memory.
        call('UNLINK', copy)
        return added
      end
      blanks, size = blanks + change, size + #fields[8]
    end
    count = count + #page
    from = '(' .. page[#page][1]
  end
end
call('EXPIRE', copy, seconds)
if not isWhole then return { blanks, 0 } end

local oldest = call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
if not oldest then
  call('UNLINK', copy)
  return { blanks, 1 }
end
call('XTRIM', copy, 'MINID', oldest[1])
if call('XLEN', copy) ~= call('XLEN', stream) then
  call('UNLINK', copy)
  return { blanks, 0 }
end
local life = call('PTTL', stream)
-- What is large is freed beside Redis's work.
call('UNLINK', stream)
call('RENAME', copy, stream)
if life > 0 then call('PEXPIRE', stream, life) else call('PERSIST', stream) end
return { blanks, 1 }
