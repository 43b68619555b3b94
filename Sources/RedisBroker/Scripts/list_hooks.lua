-- All webhooks, in no order.
--
-- Returns their records.

local hooks = KEYS[1]  -- see add_hook.lua

local all = redis.call('HGETALL', hooks)
local records = {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, 1) == 'i' then
    records[#records + 1] = string.match(all[place + 1], '^%S+ %d+ (.*)$')
  end
end
return records
