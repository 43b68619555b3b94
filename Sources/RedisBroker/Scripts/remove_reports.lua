-- Takes all reports of a message off a room's list (add_report.lua).
--
-- Returns how many there were.

local list = KEYS[1]
local identity = ARGV[1]   -- the message's

local call = redis.call
local count = 0
for _, entry in ipairs(call('LRANGE', list, 0, -1)) do
  if string.match(entry, '^%S+%.([^. ]+) ') == identity then count = count + call('LREM', list, 1, entry) end
end
return count
