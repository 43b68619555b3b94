-- All webhooks, in no order.
--
-- Returns for each its record, what was refused, '' for nothing: '<count> <time> <code> <reason>', and when it was used last,
-- '' for what nobody knows: see add_hook.lua.

local hooks = KEYS[1]  -- see add_hook.lua

local all = redis.call('HGETALL', hooks)
local refused, used = {}, {}
for place = 1, #all, 2 do
  local letter, id = string.sub(all[place], 1, 1), string.sub(all[place], 2)
  if letter == 'r' then refused[id] = all[place + 1] end
  if letter == 'u' then used[id] = string.match(all[place + 1], '^%d+') end
end
local reply = {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, 1) == 'i' then
    local id = string.sub(all[place], 2)
    reply[#reply + 1] = string.match(all[place + 1], '^%S+ %d+ (.*)$')
    reply[#reply + 1] = refused[id] or ''
    reply[#reply + 1] = used[id] or ''
  end
end
return reply
