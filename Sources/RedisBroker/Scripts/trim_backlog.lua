-- Forgets a room's oldest messages, those that are older than the fleet or the room keeps them, and their notes. The edge is
-- found by halving: the times of messages that follow each other grow, but for what a failover to another clock makes of them.
--
-- Returns nothing when there is no such room; its epoch, the seq of the oldest message that is kept, the one to come when none
-- is, and 1 when there are more to forget.

local room = KEYS[1]      -- the room's meta
local stream = KEYS[2]
local erased = KEYS[3]    -- see erase.lua
local edits = KEYS[4]
local policy = KEYS[5]    -- see publish.lua
local seconds = ARGV[1]   -- to keep a message, where the room's policy does not say less
local step = ARGV[2]      -- how many messages are forgotten at most
local lifetime = ARGV[3]  -- seconds for a stream that would last for ever

local call = redis.call
local meta = call('HMGET', room, 'e', 's')
if not meta[1] then return end
-- One that began anew while nobody thought that its expiry was due (publish.lua).
if call('PTTL', stream) == -1 then call('EXPIRE', stream, lifetime) end
seconds = math.min(seconds, tonumber(call('HGET', policy, 'r') or seconds))
local clock = call('TIME')
local latest = (clock[1] - seconds) * 1000 + math.floor(clock[2] / 1000)

local function first_from(id, last) return call('XRANGE', stream, id, last, 'COUNT', 1)[1] end
local function is_old(entry) return entry ~= nil and tonumber(entry[2][6]) <= latest end
local function seq_of(entry) return tonumber(string.match(entry[1], '^%d+')) end
local function id(seq) return string.format('%.0f-0', seq) end
local function told(oldest)
  return { meta[1], oldest and string.match(oldest[1], '^%d+') or string.format('%.0f', meta[2] + 1), is_old(oldest) and 1 or 0 }
end

local oldest = first_from('-', '+')
if not is_old(oldest) then return told(oldest) end
local old = seq_of(oldest)
-- Up to `old` all are old, from `kept` on all are kept.
local kept = math.min(seq_of(call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]) + 1, old + step)
while kept - old > 1 do
  local middle = math.floor((old + kept) / 2)
  local entry = first_from(id(middle), '(' .. id(kept))
  if is_old(entry) then old = seq_of(entry) else kept = middle end
end
call('XTRIM', stream, 'MINID', id(kept))
for _, notes in ipairs({ erased, edits }) do
  call('ZREMRANGEBYSCORE', notes, '-inf', string.format('(%.0f', kept))
end
return told(first_from('-', '+'))
