-- Remembers that a post of a webhook was refused: how many were, and why the last one was.
--
-- Returns 1, or 0 when there is no such webhook.

local hooks = KEYS[1]  -- see add_hook.lua
local id = ARGV[1]
local code = ARGV[2]   -- a word
local reason = ARGV[3]

if redis.call('HEXISTS', hooks, 'i' .. id) == 0 then return 0 end
local count = string.match(redis.call('HGET', hooks, 'r' .. id) or '', '^%d+') or '0'
local clock = redis.call('TIME')
local now = string.format('%d%03d', clock[1], math.floor(clock[2] / 1000))
redis.call('HSET', hooks, 'r' .. id, string.format('%.0f %s %s %s', count + 1, now, code, reason))
return 1
