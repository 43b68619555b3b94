-- Finds the webhook of a token, and counts a use of it against its rate.
--
-- Returns nothing for an unknown token; the milliseconds to wait, 0 for a use that is admitted, and the record.
--
-- The rate is a bucket that holds a minute's uses: kept is the time at which it would be full again.

local hooks = KEYS[1]     -- see add_hook.lua
local hash = ARGV[1]      -- the token's
local interval = ARGV[2]  -- milliseconds within which a use of one without a rate is noted once

local id = redis.call('HGET', hooks, 'h' .. hash)
local kept = id and redis.call('HGET', hooks, 'i' .. id)
if not kept then return {} end
local rate, record = string.match(kept, '^%S+ (%d+) (.*)$')
rate = tonumber(rate)
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local full = tonumber(redis.call('HGET', hooks, 'u' .. id) or '0')
if rate == 0 then
  if math.abs(now - full) >= tonumber(interval) then redis.call('HSET', hooks, 'u' .. id, now) end
  return { 0, record }
end
-- A clock that was set back must not lock anybody out.
full = math.min(math.max(full, now), now + 60000) + 60000 / rate
local wait = math.ceil(full - now - 60000)
if wait > 0 then return { wait, record } end
redis.call('HSET', hooks, 'u' .. id, string.format('%.3f', full))
return { 0, record }
