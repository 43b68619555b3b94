-- Makes a session of an application's user: under the name of their other sessions that was chosen by the same wish, else
-- under the first of some names that nobody else has.
--
-- Returns 'm' and the user as they are called now, and behind them the suspension of one who may only read; 'b' and the ban
-- when nothing was made for that; 'e' when nothing was made because the user's sessions were ended after the token was
-- signed; or nothing when all names are other people's.

local session = KEYS[1]
local sessions = KEYS[2]  -- the user's
local standing = KEYS[3]  -- the user's
local hash = ARGV[1]      -- the token's
local created = ARGV[2]   -- when it was made
local seconds = ARGV[3]   -- until it expires unused
local ends = ARGV[4]      -- when it ends, used or not
local signed = ARGV[5]    -- until when the application may have signed for it; empty if it does not say
local longest = ARGV[6]   -- seconds that a session can live
local most = ARGV[7]      -- how many of them there may be
local fleet = ARGV[8]     -- the fleet's channel
local scope = ARGV[9]     -- in which rooms the user may be by it; empty for all
-- Then each name, the one that is wished for first: its key, and the user of that name.

local call = redis.call
local prefix = string.sub(session, 1, -#hash - 1)
local names = { unpack(ARGV, 10, #ARGV) }
local wish = names[1]

local judged = call('HMGET', standing, 'v', 'b', 's')
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function holds(restriction)
  local moment = restriction and tonumber(string.match(restriction, '^%d+'))
  return moment and (moment == 0 or moment > now)
end
if holds(judged[2]) then return { 'b', judged[2] } end
if judged[1] and signed ~= '' and tonumber(signed) < tonumber(judged[1]) then return { 'e' } end

-- A name that is held for somebody's ban is nobody's, and has no session.
local function is_others(name)
  local holder = call('GET', name)
  if not holder then return false end
  if holder == '' then return true end
  local found = call('HMGET', prefix .. holder, 'u', 'q')
  return found[1] and found[2] ~= sessions
end

local name, user
for _, other in ipairs(call('ZREVRANGE', sessions, 0, -1)) do
  local found = call('HMGET', prefix .. other, 'n', 'u', 'p')
  if not found[1] then
    call('ZREM', sessions, other)
  elseif not name and found[3] == wish and not is_others(found[1]) then
    name, user = found[1], found[2]
  end
end
for index = 1, #names, 2 do
  if name then break end
  if not is_others(names[index]) then name, user = names[index], names[index + 1] end
end
if not name then return end

for _, oldest in ipairs(call('ZRANGE', sessions, 0, -most)) do
  call('ZREM', sessions, oldest)
  call('DEL', prefix .. oldest)
  call('HSET', prefix .. oldest, 'z', string.match(user, '^%a(%w+) '))
  call('EXPIRE', prefix .. oldest, 86400)
  call('PUBLISH', fleet, 's' .. oldest)
end
-- A clock that went back must not make what is new void, or older than what was there.
local newest = call('ZRANGE', sessions, -1, -1, 'WITHSCORES')
local made = math.max(now, tonumber(judged[1] or 0) + 1, tonumber(newest[2] or 0) + 1)
call('ZADD', sessions, made, hash)
call('EXPIRE', sessions, longest)
call('HSET', session, 'u', user, 'c', created, 'n', name, 'k', made, 'x', ends, 'q', sessions, 'p', wish)
if scope ~= '' then call('HSET', session, 'w', scope) end
call('EXPIRE', session, seconds)
call('PEXPIREAT', session, ends, 'LT')
-- Of a user's sessions the one that lives longest holds the name.
local life = call('PTTL', session)
local holder = call('GET', name)
local is_held = holder and call('HEXISTS', prefix .. holder, 'u') == 1
if life > 0 and (not is_held or call('PTTL', name) < life) then call('SET', name, hash, 'PX', life) end
-- Whoever mentions them while they are away means them, by the name that they had last.
local known = string.gsub(name, ':name:', ':known:', 1)
local last = string.gsub(sessions, '.$', 'k')
local earlier = call('GET', last)
if earlier and earlier ~= known then
  local had = call('GET', earlier)
  -- Somebody else may have had it since.
  if had and string.match(had, '^%a(%w+) ') == string.match(user, '^%a(%w+) ') then call('DEL', earlier) end
end
call('SET', known, user, 'EX', longest)
call('SET', last, known, 'EX', longest)
if holds(judged[3]) then return { 'm', user, judged[3] } end
return { 'm', user }
