-- Ends other sessions of the user whom a session belongs to, hands their names on to what is left, and tells the fleet of each.
--
-- Returns how many have ended, or -1 where the asking session does not live.

local session = KEYS[1]
local hash = ARGV[1]             -- the token's
local which = ARGV[2]            -- how the hash of the one begins that is to end; empty for all others
local user_prefix = ARGV[3]      -- what the keys of a user begin with
local standing_suffix = ARGV[4]  -- and what that of the standing ends with
local sessions_suffix = ARGV[5]  -- and that of the sessions
local fleet = ARGV[6]            -- the fleet's channel

local call = redis.call
local prefix = string.sub(session, 1, -#hash - 1)
local found = call('HMGET', session, 'u', 'c', 'k')
local id = found[1] and string.match(found[1], '^%a(%w+) ')
if not id then return -1 end
local void = call('HGET', user_prefix .. id .. standing_suffix, 'v')
if void and tonumber(found[3] or found[2]) <= tonumber(void) then return -1 end

local sessions = user_prefix .. id .. sessions_suffix
local function hand_on(name)
  for _, other in ipairs(call('ZREVRANGE', sessions, 0, -1)) do
    local life = call('PTTL', prefix .. other)
    if life > 0 and call('HGET', prefix .. other, 'n') == name then
      call('SET', name, other, 'NX', 'PX', life)
      return
    end
  end
end

local ended, names = 0, {}
for _, other in ipairs(call('ZRANGE', sessions, 0, -1)) do
  if other ~= hash and string.sub(other, 1, #which) == which then
    local name = call('HGET', prefix .. other, 'n')
    call('ZREM', sessions, other)
    if name then
      ended = ended + 1
      call('DEL', prefix .. other)
      -- Whoever looks it up learns that it was ended, and not lost.
      call('HSET', prefix .. other, 'z', id)
      call('EXPIRE', prefix .. other, 86400)
      if call('GET', name) == other then
        call('DEL', name)
        names[#names + 1] = name
      end
      call('PUBLISH', fleet, 's' .. other)
    end
  end
end
for _, name in ipairs(names) do hand_on(name) end
return ended
