-- Counts a page of what a server has, by kind, and tells of the rooms in it in which somebody has written.
--
-- Reads alone. Redis walks on from the cursor over so many keys, and what is looked at of each takes as long for a large one
-- as for a small one: of what Redis doesn't know the size of, it looks at a few parts and supposes that the others are like them.
--
-- What is not as this program writes it, whoever did, counts as other, and no room is told of it.
--
-- Returns where to go on, '0' at the end; how many keys there are in all; how many kinds follow, and for each its name, how
-- many things, how many keys, how many of those without an expiry, and bytes; then for each room its name, epoch, seq,
-- identity, how many messages are kept, of how many places the text was taken out, the policy's version, when somebody wrote
-- there last, how many people are there, how many instances follow it, its bytes, when its messages expire, and when the
-- oldest of them is due to go.

local cursor = ARGV[1]     -- '0' for the beginning
local count = ARGV[2]      -- about how many keys
local followers = ARGV[3]  -- NUMSUB, or SHARDNUMSUB in a cluster
local seconds = ARGV[4]    -- that a message is kept
local pattern = ARGV[5]    -- of the keys that are looked at

local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local of_braces = {
  m = 'rooms', p = 'rooms', w = 'rooms', l = 'rooms', s = 'messages', x = 'messages', e = 'messages', b = 'messages', i = 'requests',
  h = 'presence', u = 'presence', n = 'presence', d = 'directs', o = 'directs', f = 'directs', v = 'standings',
  q = 'people', c = 'sessions', r = 'marks', a = 'mentions', k = 'names',
}
local of_word = {
  session = 'sessions', ['sign-in'] = 'sessions', code = 'sessions', ['wrong-codes'] = 'sessions', name = 'names', known = 'names', rooms = 'directory', hooks = 'hooks', bots = 'bots',
  page = 'pages', vote = 'votes',
}

-- The kind of a key; behind it the room and the letter of a room's or a user's key.
local function sorted(key)
  -- As they are called in a cluster.
  if string.sub(key, 1, 5) == '{tc}:' then key = 'tc:' .. string.sub(key, 6) end
  local owner, letter = string.match(key, '^tc:{([^}]*)}:(%a)')
  if owner then return of_braces[letter] or 'other', owner, letter end
  if string.sub(key, 1, 3) ~= 'tc:' then return 'foreign' end
  return of_word[string.match(key, '^tc:([%a-]+)')] or 'other'
end

local function bytes_of(key) return call('MEMORY', 'USAGE', key, 'SAMPLES', 5) or 0 end

-- How many things a key holds. A session that was ended is still known for a while, and none.
local function things(key, kind, letter)
  if kind == 'rooms' then return letter == 'm' and 1 or 0 end
  if kind == 'messages' then return letter == 's' and call('XLEN', key) or 0 end
  if kind == 'directs' then return letter == 'd' and call('ZCARD', key) or 0 end
  if kind == 'presence' then return letter == 'u' and call('HLEN', key) or 0 end
  if kind == 'sessions' then return string.find(key, 'tc}?:session:') and call('HEXISTS', key, 'u') or 0 end
  if kind == 'directory' then return call('ZCARD', key) end
  if kind == 'hooks' then return tonumber(call('HGET', key, 'n') or '0') end
  if kind == 'bots' then return tonumber(call('HGET', key, 'c') or '0') end
  return 1
end

local kinds, order, rooms = {}, {}, {}

local function is_room(name)
  return #name <= 64 and string.match(name, '^[a-z0-9_-]+$') or string.match(name, '^@[a-z0-9]+%.[a-z0-9]+$')
end

local function tell(room, meta)
  local channel = 'tc:{' .. room .. '}'
  local place = call('HMGET', meta, 'e', 's', 'i', 'x')
  if not place[1] or place[2] == '0' then return end
  if not (is_room(room) and meta == channel .. ':m' and place[2] and place[3]) then error('odd') end
  local stream = channel .. ':s'
  local newest = call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
  local time = tonumber(newest and newest[2][6] or place[4] or 0)
  local oldest = call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
  local life = call('PTTL', stream)
  local policy = call('HMGET', channel .. ':p', 'v', 'r')
  local kept = math.min(seconds, tonumber(policy[2] or seconds))
  for _, value in ipairs({
    room, place[1], place[2], place[3], call('XLEN', stream), call('ZCARD', channel .. ':x'),
    policy[1] or '', time, call('HLEN', channel .. ':u'), call('PUBSUB', followers, channel)[2],
    bytes_of(stream) + bytes_of(meta), life > 0 and now + life or 0, oldest and oldest[2][6] + kept * 1000 or 0,
  }) do
    rooms[#rooms + 1] = value
  end
end

-- The kind of a key and how many things it holds; tells of the room that it is. An error is for what is odd.
local function look(key)
  local kind, owner, letter = sorted(key)
  local count = things(key, kind, letter) or error('odd')
  if kind == 'rooms' and letter == 'm' then tell(owner, key) end
  return kind, count
end

local page = call('SCAN', cursor, 'MATCH', pattern, 'COUNT', count)
for _, key in ipairs(page[2]) do
  local is_fine, kind, number = pcall(look, key)
  if not is_fine then kind, number = 'other', 1 end
  local sum = kinds[kind]
  if not sum then
    sum = { 0, 0, 0, 0 }
    kinds[kind] = sum
    order[#order + 1] = kind
  end
  sum[1] = sum[1] + number
  sum[2] = sum[2] + 1
  sum[3] = sum[3] + (call('PTTL', key) == -1 and 1 or 0)
  sum[4] = sum[4] + bytes_of(key)
end

local reply = { page[1], call('DBSIZE'), #order }
for _, kind in ipairs(order) do
  local sum = kinds[kind]
  for _, value in ipairs({ kind, sum[1], sum[2], sum[3], sum[4] }) do reply[#reply + 1] = value end
end
for _, value in ipairs(rooms) do reply[#reply + 1] = value end
return reply
