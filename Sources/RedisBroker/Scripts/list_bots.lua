-- All bots, in no order.
--
-- Returns for each its record, and when its key made a session last, '' for never.

local bots = KEYS[1]  -- see add_bot.lua

local all = redis.call('HGETALL', bots)
local used = {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, 1) == 't' then used[string.sub(all[place], 2)] = all[place + 1] end
end
local reply = {}
for place = 1, #all, 2 do
  if string.sub(all[place], 1, 1) == 'i' then
    reply[#reply + 1] = string.match(all[place + 1], '^%S+ %S+ (.*)$')
    reply[#reply + 1] = used[string.sub(all[place], 2)] or ''
  end
end
return reply
