-- Has the session of an application's user end later.
--
-- Returns 1, or 0 when there is none.

local session = KEYS[1]
local ends = ARGV[1]  -- when it ends

local before = redis.call('HGET', session, 'x')
if not before then return 0 end
if tonumber(before) < tonumber(ends) then redis.call('HSET', session, 'x', ends) end
return 1
