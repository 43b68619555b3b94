-- Gives a room the key of its invitations: the one that it has, unless there is none or it is to be replaced. It is a field of
-- the policy (publish.lua), whose version stays what it is: nobody is told.
--
-- Returns the room's key from then on, '' where the room has no policy.

local policy = KEYS[1]
local key = ARGV[1]
local replaces = ARGV[2]   -- '1' if the one that it has is not to be kept

local call = redis.call
if call('HEXISTS', policy, 'v') == 0 then return '' end
call(replaces == '1' and 'HSET' or 'HSETNX', policy, 'k', key)
return call('HGET', policy, 'k')
