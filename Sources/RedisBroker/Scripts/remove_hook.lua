-- Ends a webhook.
--
-- Returns 1, or 0 when there is none, or it is in use and was to go only if not.

local hooks = KEYS[1]     -- see add_hook.lua
local id = ARGV[1]
local unused = ARGV[2]    -- seconds for which nobody may have posted by it; empty for whatever
local interval = ARGV[3]  -- milliseconds within which a use of one without a rate is noted once

local kept = redis.call('HGET', hooks, 'i' .. id)
if not kept then return 0 end
if unused ~= '' then
  local rate, record = string.match(kept, '^%S+ (%d+) (.*)$')
  local used = redis.call('HGET', hooks, 'u' .. id)
  -- Of one without a rate, of a version that did not note it, nobody knows.
  if not used and rate == '0' then return 0 end
  local refused = string.match(redis.call('HGET', hooks, 'r' .. id) or '', '^%d+ (%d+)')
  used = math.max(tonumber(used or 0), tonumber(refused or 0))
  if used > 0 and rate == '0' then used = used + interval end
  if used == 0 then used = tonumber(string.match(record, '"created":(%d+)') or math.huge) end
  local clock = redis.call('TIME')
  if used > clock[1] * 1000 + math.floor(clock[2] / 1000) - unused * 1000 then return 0 end
end
local count = tonumber(redis.call('HGET', hooks, 'n') or '1')
redis.call('HDEL', hooks, 'h' .. string.match(kept, '^%S+'), 'i' .. id, 'u' .. id, 'r' .. id)
redis.call('HSET', hooks, 'n', count - 1)
return 1
