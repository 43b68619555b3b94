-- Ends a session, frees its name, and tells the fleet.
--
-- Returns 1.

local session = KEYS[1]
local hash = ARGV[1]             -- the token's
local fleet = ARGV[2]            -- the fleet's channel
local user_prefix = ARGV[3]      -- what the keys of a user begin with
local sessions_suffix = ARGV[4]  -- and what that of the sessions ends with

local found = redis.call('HMGET', session, 'n', 'u')
if found[1] and redis.call('GET', found[1]) == hash then redis.call('DEL', found[1]) end
local id = found[2] and string.match(found[2], '^%a(%w+) ')
redis.call('DEL', session)
if id then
  redis.call('ZREM', user_prefix .. id .. sessions_suffix, hash)
  -- Whoever looks it up learns that it was ended, and not lost.
  redis.call('HSET', session, 'z', id)
  redis.call('EXPIRE', session, 86400)
end
redis.call('PUBLISH', fleet, 's' .. hash)
return 1
