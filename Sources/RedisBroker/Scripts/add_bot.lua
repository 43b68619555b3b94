-- Keeps a bot, and its name from everybody else: the name's key is empty, as for a ban, and does not expire.
--
-- The bots are a hash: c how many, k<key's hash> and n<name's key> the id, u<id> the user, i<id>
-- '<key's hash> <name's key> <record>', t<id> when the key made a session last.
--
-- Returns 1; 0 when the name is taken; -1 when there are too many.

local bots = KEYS[1]
local name = KEYS[2]
local key = ARGV[1]      -- the hash of the bot's key
local id = ARGV[2]
local user = ARGV[3]
local record = ARGV[4]
local maximum = ARGV[5]  -- how many there may be

local call = redis.call
local count = tonumber(call('HGET', bots, 'c') or '0')
if count >= tonumber(maximum) then return -1 end
if call('HEXISTS', bots, 'i' .. id) == 1 or not call('SET', name, '', 'NX') then return 0 end
call('HSET', bots, 'c', count + 1, 'k' .. key, id, 'n' .. name, id, 'u' .. id, user,
  'i' .. id, key .. ' ' .. name .. ' ' .. record)
return 1
