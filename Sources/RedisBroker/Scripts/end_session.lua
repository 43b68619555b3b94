-- Ends a session, frees its name or hands it on to another session of the same user, and tells the fleet.
--
-- Returns 1.

local session = KEYS[1]
local hash = ARGV[1]             -- the token's
local fleet = ARGV[2]            -- the fleet's channel
local user_prefix = ARGV[3]      -- what the keys of a user begin with
local sessions_suffix = ARGV[4]  -- and what that of the sessions ends with

local call = redis.call
local prefix = string.sub(session, 1, -#hash - 1)
local found = call('HMGET', session, 'n', 'u')
local name = found[1]
local id = found[2] and string.match(found[2], '^%a(%w+) ')
call('DEL', session)
if name and call('GET', name) == hash then call('DEL', name) end
if id then
  local sessions = user_prefix .. id .. sessions_suffix
  call('ZREM', sessions, hash)
  for _, other in ipairs(call('ZREVRANGE', sessions, 0, -1)) do
    local life = call('PTTL', prefix .. other)
    if life > 0 and call('HGET', prefix .. other, 'n') == name then
      call('SET', name, other, 'NX', 'PX', life)
      break
    end
  end
  -- Whoever looks it up learns that it was ended, and not lost.
  call('HSET', session, 'z', id)
  call('EXPIRE', session, 86400)
end
call('PUBLISH', fleet, 's' .. hash)
return 1
