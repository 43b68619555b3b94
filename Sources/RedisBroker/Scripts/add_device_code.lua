-- Keeps a code by which another device signs in as the user of a session; the one that the user had before is void.
--
-- Returns 1.

local code = KEYS[1]
local newest = KEYS[2]   -- the user's: under which key their code is kept
local session = ARGV[1]  -- the hash of its token
local seconds = ARGV[2]  -- until the code's time is over

local call = redis.call
local before = call('GET', newest)
if before then call('DEL', before) end
call('SET', code, session, 'EX', seconds)
call('SET', newest, code, 'EX', seconds)
return 1
