-- Who has a name now.
--
-- Returns the user, or nothing.

local name = KEYS[1]
local session_prefix = ARGV[1]  -- what a session's key begins with

local hash = redis.call('GET', name)
return hash and redis.call('HGET', session_prefix .. hash, 'u')
