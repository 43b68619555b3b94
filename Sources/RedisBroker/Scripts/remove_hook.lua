-- Ends a webhook.
--
-- Returns 1, or 0 when there is none.

local hooks = KEYS[1]  -- see add_hook.lua
local id = ARGV[1]

local kept = redis.call('HGET', hooks, 'i' .. id)
if not kept then return 0 end
local count = tonumber(redis.call('HGET', hooks, 'n') or '1')
redis.call('HDEL', hooks, 'h' .. string.match(kept, '^%S+'), 'i' .. id, 'u' .. id, 'r' .. id)
redis.call('HSET', hooks, 'n', count - 1)
return 1
