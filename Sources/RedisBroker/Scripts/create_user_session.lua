-- Makes a session of an application's user: under the name of their other sessions that was chosen by the same wish, else
-- under the first of some names that nobody else has.
--
-- Returns the user as they are called now, or nothing when all names are other people's.

local session = KEYS[1]
local sessions = KEYS[2]  -- the user's, by when they end
local hash = ARGV[1]      -- the token's
local created = ARGV[2]   -- when it was made
local seconds = ARGV[3]   -- until it expires unused
local ends = ARGV[4]      -- when it ends, used or not
local most = ARGV[5]      -- how many of them there may be
local fleet = ARGV[6]     -- the fleet's channel
-- Then each name, the one that is wished for first: its key, and the user of that name.

local prefix = session:sub(1, -#hash - 1)
local names = { unpack(ARGV, 7, #ARGV) }
local wish = names[1]

local function is_others(name)
  local holder = redis.call('GET', name)
  if not holder then return false end
  local found = redis.call('HMGET', prefix .. holder, 'u', 'q')
  return found[1] and found[2] ~= sessions
end

local name, user
for _, other in ipairs(redis.call('ZREVRANGE', sessions, 0, -1)) do
  local found = redis.call('HMGET', prefix .. other, 'n', 'u', 'p')
  if not found[1] then
    redis.call('ZREM', sessions, other)
  elseif not name and found[3] == wish and not is_others(found[1]) then
    name, user = found[1], found[2]
  end
end
for index = 1, #names, 2 do
  if name then break end
  if not is_others(names[index]) then name, user = names[index], names[index + 1] end
end
if not name then return end

for _, other in ipairs(redis.call('ZRANGE', sessions, 0, -most)) do
  redis.call('ZREM', sessions, other)
  redis.call('DEL', prefix .. other)
  redis.call('PUBLISH', fleet, 's' .. other)
end
redis.call('ZADD', sessions, ends, hash)
redis.call('PEXPIREAT', sessions, ends, 'NX')
redis.call('PEXPIREAT', sessions, ends, 'GT')
redis.call('HSET', session, 'u', user, 'c', created, 'n', name, 'x', ends, 'q', sessions, 'p', wish)
redis.call('EXPIRE', session, seconds)
redis.call('PEXPIREAT', session, ends, 'LT')
-- Of a user's sessions the one that lives longest holds the name.
local life = redis.call('PTTL', session)
local holder = redis.call('GET', name)
local is_held = holder and redis.call('EXISTS', prefix .. holder) == 1
if life > 0 and (not is_held or redis.call('PTTL', name) < life) then redis.call('SET', name, hash, 'PX', life) end
return user
