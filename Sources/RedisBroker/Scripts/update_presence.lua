-- Applies what an instance asserts about a room's presence, and what has expired, and tells the room.
--
-- Behind the arguments come the ids and '<kind><name>'s of those present in turns, then the ids of those gone.
--
-- Returns the number of users and then, if asked for, the ids and '<holds> <kind><name>'s of some.

local holds = KEYS[1]           -- a sorted set of '<instance> <user>' by expiry
local users = KEYS[2]           -- a hash of '<holds> <kind><name>' by id, so that its length is their number
local debt = KEYS[3]            -- what the room is owed: '<1 when a count was held back> <time told>'
local channel = ARGV[1]
local instance = ARGV[2]
local lifetime = ARGV[3]        -- of a hold: milliseconds
local detail_limit = ARGV[4]    -- users up to which each change is told
local crowd_interval = ARGV[5]  -- between two counts: milliseconds
local limit = ARGV[6]           -- users to list, -1 for none
local present = ARGV[7]         -- how many users are present
local publish_word = ARGV[8]    -- PUBLISH, or SPUBLISH in a cluster
detail_limit, limit, present = tonumber(detail_limit), tonumber(limit), tonumber(present)
-- Where the first of those present stands, and the first of those gone.
local first_present, first_gone = 9, 9 + 2 * present

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local owed, told, changed
do
  local words = redis.call('GET', debt)
  if words then owed, told = string.match(words, '^(%d) (%d+)$') end
  owed = owed == '1'
end

-- What is told is a line of words, see `PresenceNotice` in RoomPayload.swift.
local function publish(count, words) redis.call(publish_word, channel, 'p1 ' .. count .. words) end

local function hex(text)
  return (string.gsub(text, '.', function(byte) return string.format('%02x', string.byte(byte)) end))
end

local function tell(id, person, state, count, isDetailed)
  owed, changed = not isDetailed, true
  if not isDetailed then return end
  local kind, name = string.sub(person, 1, 1), string.sub(person, 2)
  publish(count, ' ' .. state .. ' ' .. kind .. ' ' .. id .. ' .' .. hex(name))
end

local function release(member)
  if redis.call('ZREM', holds, member) == 0 then return end
  local id = string.match(member, ' (%w+)$')
  local count, person = string.match(redis.call('HGET', users, id) or '', '^(%d+) (.*)$')
  if not count then return end
  if tonumber(count) > 1 then
    redis.call('HSET', users, id, (count - 1) .. ' ' .. person)
  else
    redis.call('HDEL', users, id)
    local left = redis.call('HLEN', users)
    tell(id, person, 'left', left, left < detail_limit)
  end
end

local function hold(id, person)
  if redis.call('ZADD', holds, now + lifetime, instance .. ' ' .. id) == 0 then return end
  local others = string.match(redis.call('HGET', users, id) or '', '^%d+')
  redis.call('HSET', users, id, (others or 0) + 1 .. ' ' .. person)
  if others then return end
  local count = redis.call('HLEN', users)
  tell(id, person, 'joined', count, count <= detail_limit)
end

-- No hold ends later than one made now does, unless the clock was set back since: then whom nobody asserts would stay for
-- as long as it was.
local latest = string.format('%.0f', now + lifetime)
for _, member in ipairs(redis.call('ZRANGEBYSCORE', holds, '(' .. latest, '+inf', 'LIMIT', 0, 5000)) do
  redis.call('ZADD', holds, latest, member)
end
local expired = redis.call('ZRANGEBYSCORE', holds, '-inf', now, 'LIMIT', 0, 5000)
for _, member in ipairs(expired) do release(member) end
for index = first_gone, #ARGV do release(instance .. ' ' .. ARGV[index]) end
for index = first_present, first_gone - 2, 2 do hold(ARGV[index], ARGV[index + 1]) end

local count = redis.call('HLEN', users)
local isDue = not told or now < tonumber(told) or now - told >= tonumber(crowd_interval)
if owed and isDue then
  publish(count, '')
  redis.call('SET', debt, string.format('0 %.0f', now), 'PX', lifetime)
elseif changed and told then
  redis.call('SET', debt, string.format('%d %s', owed and 1 or 0, told), 'PX', lifetime)
end
if present > 0 then
  -- Longer than any hold lasts, so that what is counted expires only after what counts it.
  redis.call('PEXPIRE', holds, 2 * lifetime)
  redis.call('PEXPIRE', users, 2 * lifetime)
end

if limit < 0 then return { tostring(count) } end
local reply = { tostring(count) }
local cursor = '0'
while #reply < 1 + 2 * limit do
  local page = redis.call('HSCAN', users, cursor, 'COUNT', math.max(limit, 10))
  cursor = page[1]
  for index = 1, #page[2] do reply[#reply + 1] = page[2][index] end
  if cursor == '0' then break end
end
return reply
