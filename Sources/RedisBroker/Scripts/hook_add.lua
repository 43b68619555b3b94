-- Keeps a webhook.
--
-- KEYS  1 the webhooks: n how many, h<token's hash> the id, i<id> '<token's hash> <rate> <record>',
--         u<id> when the whole rate would be free again
-- ARGV  1 the token's hash  2 the id  3 messages a minute  4 the record  5 how many there may be
-- Returns 1, or 0 when there are too many.

local count = tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
if count >= tonumber(ARGV[5]) then return 0 end
redis.call('HSET', KEYS[1], 'n', count + 1, 'h' .. ARGV[1], ARGV[2],
  'i' .. ARGV[2], ARGV[1] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4])
return 1
