-- Applies what an instance asserts about a room's presence, and what has expired, and tells the room.
--
-- KEYS  1 the holds: a sorted set of '<instance> <user>' by expiry  2 the users: a hash of '<holds> <kind><name>' by id,
--         so that its length is their number  3 what the room is owed: '<1 when a count was held back> <time told>'
-- ARGV  1 channel  2 room  3 instance  4 milliseconds that a hold lasts  5 users up to which each change is told
--       6 milliseconds between two counts  7 users to list, -1 for none  8 how many users are present
--       then their ids and '<kind><name>'s in turns, then the ids of those gone
-- Returns the number of users and then, if asked for, the ids and '<holds> <kind><name>'s of some.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local detailLimit = tonumber(ARGV[5])
local owed, told, changed
do
  local debt = redis.call('GET', KEYS[3])
  if debt then owed, told = string.match(debt, '^(%d) (%d+)$') end
  owed = owed == '1'
end

local function tell(id, person, state, count, isDetailed)
  owed, changed = not isDetailed, true
  if not isDetailed then return end
  local kind = string.sub(person, 1, 1) == 'b' and 'bot' or 'user'
  redis.call('PUBLISH', ARGV[1], 'p' .. id .. '\n{"type":"presence","room":"' .. ARGV[2] .. '","user":{"id":"' .. id
    .. '","name":' .. cjson.encode(string.sub(person, 2)) .. ',"kind":"' .. kind .. '"},"state":"' .. state
    .. '","count":' .. count .. '}')
end

local function release(member)
  if redis.call('ZREM', KEYS[1], member) == 0 then return end
  local id = string.match(member, ' (%w+)$')
  local holds, person = string.match(redis.call('HGET', KEYS[2], id) or '', '^(%d+) (.*)$')
  if not holds then return end
  if tonumber(holds) > 1 then
    redis.call('HSET', KEYS[2], id, (holds - 1) .. ' ' .. person)
  else
    redis.call('HDEL', KEYS[2], id)
    local count = redis.call('HLEN', KEYS[2])
    tell(id, person, 'left', count, count < detailLimit)
  end
end

local function hold(id, person)
  if redis.call('ZADD', KEYS[1], now + ARGV[4], ARGV[3] .. ' ' .. id) == 0 then return end
  local holds = string.match(redis.call('HGET', KEYS[2], id) or '', '^%d+')
  redis.call('HSET', KEYS[2], id, (holds or 0) + 1 .. ' ' .. person)
  if holds then return end
  local count = redis.call('HLEN', KEYS[2])
  tell(id, person, 'joined', count, count <= detailLimit)
end

local expired = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 5000)
for _, member in ipairs(expired) do release(member) end
local present = tonumber(ARGV[8])
for index = 9 + 2 * present, #ARGV do release(ARGV[3] .. ' ' .. ARGV[index]) end
for index = 9, 7 + 2 * present, 2 do hold(ARGV[index], ARGV[index + 1]) end

local count = redis.call('HLEN', KEYS[2])
local isDue = not told or now < tonumber(told) or now - told >= tonumber(ARGV[6])
if owed and isDue then
  redis.call('PUBLISH', ARGV[1], 'p\n{"type":"presence","room":"' .. ARGV[2] .. '","count":' .. count .. '}')
  redis.call('SET', KEYS[3], string.format('0 %.0f', now), 'PX', ARGV[4])
elseif changed and told then
  redis.call('SET', KEYS[3], string.format('%d %s', owed and 1 or 0, told), 'PX', ARGV[4])
end
if present > 0 then
  -- Longer than any hold lasts, so that what is counted expires only after what counts it.
  redis.call('PEXPIRE', KEYS[1], 2 * ARGV[4])
  redis.call('PEXPIRE', KEYS[2], 2 * ARGV[4])
end

local limit = tonumber(ARGV[7])
if limit < 0 then return { tostring(count) } end
local reply = { tostring(count) }
local cursor = '0'
while #reply < 1 + 2 * limit do
  local page = redis.call('HSCAN', KEYS[2], cursor, 'COUNT', math.max(limit, 10))
  cursor = page[1]
  for index = 1, #page[2] do reply[#reply + 1] = page[2][index] end
  if cursor == '0' then break end
end
return reply
