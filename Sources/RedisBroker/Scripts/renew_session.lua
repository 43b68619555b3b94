-- Has the session of an application's user end later.
--
-- Returns 1, or 0 when there is none.

local session = KEYS[1]
local hash = ARGV[1]  -- the token's
local ends = ARGV[2]  -- when it ends

local found = redis.call('HMGET', session, 'x', 'q')
if not found[2] then return 0 end
if tonumber(found[1]) < tonumber(ends) then
  redis.call('HSET', session, 'x', ends)
  redis.call('ZADD', found[2], ends, hash)
  redis.call('PEXPIREAT', found[2], ends, 'NX')
  redis.call('PEXPIREAT', found[2], ends, 'GT')
end
return 1
