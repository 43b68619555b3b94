-- Ends a webhook.
--
-- KEYS  1 the webhooks, see hook_add.lua
-- ARGV  1 the id
-- Returns 1, or 0 when there is none.

local kept = redis.call('HGET', KEYS[1], 'i' .. ARGV[1])
if not kept then return 0 end
local count = tonumber(redis.call('HGET', KEYS[1], 'n') or '1')
redis.call('HDEL', KEYS[1], 'h' .. string.match(kept, '^%S+'), 'i' .. ARGV[1], 'u' .. ARGV[1])
redis.call('HSET', KEYS[1], 'n', count - 1)
return 1
