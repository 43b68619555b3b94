-- Notes for people where they are mentioned.
--
-- Returns for how many.

-- KEYS: for each name that may be meant who has it, and which application's user had it last
local entry = ARGV[1]           -- the room, the position, the time
local author = ARGV[2]          -- who is noted nothing
local kept = tonumber(ARGV[3])  -- of one person
local passing = ARGV[4]         -- seconds that a guest's are kept
local lasting = ARGV[5]         -- seconds that those of an application's user are kept
local session_prefix = ARGV[6]  -- what a session's key begins with
local user_prefix = ARGV[7]     -- what the key of a person's mentions begins and ends with
local suffix = ARGV[8]
local readers = ARGV[9]         -- '+' and the ids of those who may read it, or '-' and those of whom may not
local called = ARGV[10]         -- the ids of those who are mentioned besides, by no name
local guest_length = tonumber(ARGV[11]) -- characters of a guest's id
-- Then for each mention how many names it can mean, of which the first counts that is somebody's.

local call = redis.call

-- The person's id, and how long theirs are kept.
local function person(name, last)
  local holder = call('GET', name)
  -- It is kept for a bot, or for somebody who is banned.
  if holder == '' then return end
  local found = holder and call('HMGET', session_prefix .. holder, 'u', 'x')
  if found and found[1] then return string.match(found[1], '^u(%w+) '), found[2] and lasting or passing end
  local known = call('GET', last)
  return known and string.match(known, '^u(%w+) '), lasting
end

local listed = {}
for id in string.gmatch(readers, '%w+') do listed[id] = true end
local is_list_of_readers = string.sub(readers, 1, 1) == '+'

local noted, count, key = { [author] = true }, 0, 1

local function note(id, seconds)
  if noted[id] or (listed[id] or false) ~= is_list_of_readers then return end
  noted[id] = true
  count = count + 1
  local mentions = user_prefix .. id .. suffix
  call('LPUSH', mentions, entry)
  call('LTRIM', mentions, 0, kept - 1)
  call('EXPIRE', mentions, seconds)
end

for index = 12, #ARGV do
  local id, seconds
  for _ = 1, tonumber(ARGV[index]) do
    if not id then id, seconds = person(KEYS[key], KEYS[key + 1]) end
    key = key + 2
  end
  if id then note(id, seconds) end
end
for id in string.gmatch(called, '%w+') do note(id, #id == guest_length and passing or lasting) end
return count
