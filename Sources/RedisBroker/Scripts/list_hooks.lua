-- All webhooks, in no order.
--
-- Returns for each its record and what was refused, '' for nothing: '<count> <time> <code> <reason>'.

local hooks = KEYS[1]  -- see add_hook.lua

local all = redis.call('HGETALL', hooks)
local refused = {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, 1) == 'r' then refused[string.sub(all[place], 2)] = all[place + 1] end
end
local reply = {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, 1) == 'i' then
    reply[#reply + 1] = string.match(all[place + 1], '^%S+ %d+ (.*)$')
    reply[#reply + 1] = refused[string.sub(all[place], 2)] or ''
  end
end
return reply
