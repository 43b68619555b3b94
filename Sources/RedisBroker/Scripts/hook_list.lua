-- All webhooks, in no order.
--
-- KEYS  1 the webhooks, see hook_add.lua
-- Returns their records.

local all = redis.call('HGETALL', KEYS[1])
local records = {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, 1) == 'i' then
    records[#records + 1] = string.match(all[place + 1], '^%S+ %d+ (.*)$')
  end
end
return records
