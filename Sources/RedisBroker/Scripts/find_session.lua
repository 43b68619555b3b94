-- Looks a session up and prolongs it with its name, whose key the session holds. Of the sessions of an application's user,
-- which end at a time of their own, the one that lives longest holds the name.
--
-- Returns the user, when the session was made, and when it ends or an empty text; or nothing.

local session = KEYS[1]
local hash = ARGV[1]     -- the token's
local seconds = ARGV[2]  -- until it expires

local found = redis.call('HMGET', session, 'u', 'c', 'n', 'x', 'q')
if not found[1] then return {} end
local name, ends, sessions = found[3], found[4], found[5]
redis.call('EXPIRE', session, seconds)
if ends then redis.call('PEXPIREAT', session, ends, 'LT') end
local life = redis.call('PTTL', session)
local holder = redis.call('GET', name)
if holder == hash then
  redis.call('PEXPIRE', name, life)
elseif sessions and life > 0 then
  local other = redis.call('HMGET', session:sub(1, -#hash - 1) .. (holder or ''), 'u', 'q')
  local is_shorter = other[2] == sessions and redis.call('PTTL', name) < life
  if not other[1] or is_shorter then redis.call('SET', name, hash, 'PX', life) end
end
return { found[1], found[2], ends or '' }
