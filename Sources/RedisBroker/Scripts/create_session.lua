-- Makes a session and claims its name, both or neither.
--
-- Returns 1, or 0 when the name is taken.

local session = KEYS[1]
local name = KEYS[2]
local hash = ARGV[1]     -- the token's
local user = ARGV[2]
local created = ARGV[3]  -- when it was made
local seconds = ARGV[4]  -- until it expires

if redis.call('EXISTS', session) == 1 then return 0 end
if not redis.call('SET', name, hash, 'NX', 'EX', seconds) then return 0 end
redis.call('HSET', session, 'u', user, 'c', created, 'n', name)
redis.call('EXPIRE', session, seconds)
return 1
