-- Notes that the store's files are about to be written, or are.
--
-- Returns 1.

local cleaning = KEYS[1]  -- see claim_cleaning.lua
local written = ARGV[1]   -- of how many rooms they lack the texts; '' where they are only begun

if written == '' then
  local clock = redis.call('TIME')
  redis.call('HSET', cleaning, 'f', string.format('%.0f', clock[1] * 1000 + math.floor(clock[2] / 1000)))
else
  redis.call('HSET', cleaning, 'w', written)
end
return 1
