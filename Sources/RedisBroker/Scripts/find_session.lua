-- Looks a session up, judges it by its user's standing (change_standing.lua), and prolongs it with its name, whose key it holds.
-- Of the sessions of an application's user, which end at a time of their own, the one that lives longest holds the name.
--
-- A session is a hash: u its user, c when it was made by the clock of the instance that made it, n its name's key, k when
-- it was made by the store's clock; of an application's user also x when it ends, q the key of the user's sessions, p
-- the key of the name that was wished for, and w in which rooms they may be by it, if not in all. 0.4.0 writes no k: whoever sees such a session first puts it among its user's.
-- One that was ended holds z alone, whose it was, for a while: so it is told apart from one that the store has lost.
--
-- Returns the user, when the session was made, when it ends or an empty text, in which rooms they may be by it or an empty
-- text for all, and behind them the suspension if there is one; the ban alone if there is one; 0 for one that was ended; or nothing.

local session = KEYS[1]
local hash = ARGV[1]             -- the token's
local seconds = ARGV[2]          -- until it expires
local user_prefix = ARGV[3]      -- what the keys of a user begin with
local standing_suffix = ARGV[4]  -- and what that of the standing ends with
local sessions_suffix = ARGV[5]  -- and that of the sessions
local longest = ARGV[6]          -- seconds that a session can live

local call = redis.call
-- Of a store that takes no writes for now (full, a disk that fails, replicas missing) all can be read by whoever has a
-- session: what it would write here it writes when they come again.
local try = redis.pcall
local found = call('HMGET', session, 'u', 'c', 'n', 'k', 'z', 'x', 'q', 'w')
local user, created, name, made, ends, shared = found[1], found[2], found[3], found[4], found[6], found[7]
local id = found[5] or (user and string.match(user, '^%a(%w+) '))
if not id then return {} end

local judged = call('HMGET', user_prefix .. id .. standing_suffix, 'v', 'b', 's')
local now = (judged[2] or judged[3]) and tonumber(call('TIME')[1])
local function holds(restriction)
  local moment = restriction and tonumber(string.match(restriction, '^%d+'))
  return moment and (moment == 0 or moment > now * 1000)
end
if holds(judged[2]) then return { judged[2] } end
if not user then return 0 end

local holder = call('GET', name)
if judged[1] and tonumber(made or created) <= tonumber(judged[1]) then
  if holder == hash then try('DEL', name) end
  try('DEL', session)
  return 0
end

local prolonged = try('EXPIRE', session, seconds)
if type(prolonged) == 'table' and string.find(prolonged.err, 'READONLY', 1, true) then return prolonged end
if not made then
  local sessions = user_prefix .. id .. sessions_suffix
  try('HSET', session, 'k', created)
  try('ZADD', sessions, created, hash)
  try('EXPIRE', sessions, longest)
end
if ends then try('PEXPIREAT', session, ends, 'LT') end
local life = call('PTTL', session)
if holder == hash then
  try('PEXPIRE', name, life)
elseif shared and holder ~= '' and life > 0 then
  local other = call('HMGET', string.sub(session, 1, -#hash - 1) .. (holder or ''), 'u', 'q')
  local is_shorter = other[2] == shared and call('PTTL', name) < life
  if not other[1] or is_shorter then try('SET', name, hash, 'PX', life) end
end
local answer = { user, created, ends or '', found[8] or '' }
if holds(judged[3]) then answer[5] = judged[3] end
return answer
