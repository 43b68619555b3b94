-- Keeps a webhook.
--
-- The webhooks are a hash: n how many, h<token's hash> the id, i<id> '<token's hash> <rate> <record>', u<id> when the
-- whole rate would be free again, which tells when it was used last: 0 for never, and without a rate the time itself, noted
-- once an hour; r<id> what was refused: '<count> <time> <code> <reason>'.
--
-- Returns 1, or 0 when there are too many.

local hooks = KEYS[1]
local hash = ARGV[1]     -- the token's
local id = ARGV[2]
local rate = ARGV[3]     -- messages a minute
local record = ARGV[4]
local maximum = ARGV[5]  -- how many there may be

local count = tonumber(redis.call('HGET', hooks, 'n') or '0')
if count >= tonumber(maximum) then return 0 end
redis.call('HSET', hooks, 'n', count + 1, 'h' .. hash, id,
  'i' .. id, hash .. ' ' .. rate .. ' ' .. record, 'u' .. id, 0)
return 1
