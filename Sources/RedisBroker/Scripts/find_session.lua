-- Looks a session up, judges it by its user's standing (judge_user.lua), and prolongs it with its name, whose key it holds.
--
-- A session is a hash: u its user, c when it was made by the clock of the instance that made it, n its name's key, k when
-- it was made by the store's clock. 0.4.0 writes no k: whoever sees such a session first puts it among its user's. One
-- that was ended holds z alone, whose it was, for a while: so it is told apart from one that the store has lost.
--
-- Returns the user and when the session was made, and behind them the suspension if there is one; the ban alone if there
-- is one; 0 for one that was ended; or nothing.

local session = KEYS[1]
local hash = ARGV[1]             -- the token's
local seconds = ARGV[2]          -- until it expires
local user_prefix = ARGV[3]      -- what the keys of a user begin with
local standing_suffix = ARGV[4]  -- and what that of the standing ends with
local sessions_suffix = ARGV[5]  -- and that of the sessions
local longest = ARGV[6]          -- seconds that a session can live

local call = redis.call
local found = call('HMGET', session, 'u', 'c', 'n', 'k', 'z')
local id = found[5] or (found[1] and string.match(found[1], '^%a(%w+) '))
if not id then return {} end

local judged = call('HMGET', user_prefix .. id .. standing_suffix, 'v', 'b', 's')
local now = (judged[2] or judged[3]) and tonumber(call('TIME')[1])
local function holds(restriction)
  local ends = restriction and tonumber(string.match(restriction, '^%d+'))
  return ends and (ends == 0 or ends > now * 1000)
end
if holds(judged[2]) then return { judged[2] } end
if not found[1] then return 0 end

if judged[1] and tonumber(found[4] or found[2]) <= tonumber(judged[1]) then
  if call('GET', found[3]) == hash then call('DEL', found[3]) end
  call('DEL', session)
  return 0
end
if not found[4] then
  local sessions = user_prefix .. id .. sessions_suffix
  call('HSET', session, 'k', found[2])
  call('ZADD', sessions, found[2], hash)
  call('EXPIRE', sessions, longest)
end
call('EXPIRE', session, seconds)
if call('GET', found[3]) == hash then call('EXPIRE', found[3], seconds) end
return holds(judged[3]) and { found[1], found[2], judged[3] } or { found[1], found[2] }
