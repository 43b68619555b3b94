-- Has the session of an application's user end later, and says in which rooms they may be by it from then on.
--
-- Returns 1, or 0 when there is none.

local session = KEYS[1]
local ends = ARGV[1]   -- when it ends
local scope = ARGV[2]  -- in which rooms the user may be by it; empty for all
local fleet = ARGV[3]  -- the fleet's channel

local call = redis.call
local found = call('HMGET', session, 'x', 'w', 'u')
if not found[1] then return 0 end
if tonumber(found[1]) < tonumber(ends) then call('HSET', session, 'x', ends) end
if (found[2] or '') ~= scope then
  if scope == '' then call('HDEL', session, 'w') else call('HSET', session, 'w', scope) end
  call('PUBLISH', fleet, 'u' .. string.match(found[3], '^%a(%w+) '))
end
return 1
