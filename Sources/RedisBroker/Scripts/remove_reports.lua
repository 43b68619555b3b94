-- Takes reports of a message off a room's list (add_report.lua), and tells those who follow the room if there were some and are
-- none any more.
--
-- Returns how many there were.

local list = KEYS[1]
local channel = ARGV[1]
local position = ARGV[2]   -- the message's, of which the identity counts
local user = ARGV[3]       -- whose; empty for everybody's
local publish = ARGV[4]    -- PUBLISH, or SPUBLISH in a cluster

local call = redis.call
local identity = string.match(position, '[^.]+$')
local count, left = 0, 0
for _, entry in ipairs(call('LRANGE', list, 0, -1)) do
  local about, by = string.match(entry, '^%S+%.([^. ]+) %d+ (%S+) ')
  if about == identity then
    if user == '' or by == user then count = count + call('LREM', list, 1, entry) else left = left + 1 end
  end
end
if count > 0 and left == 0 then call(publish, channel, 's' .. position) end
return count
