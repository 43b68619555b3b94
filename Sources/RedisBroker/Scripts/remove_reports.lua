-- Takes all reports of a message off a room's list (add_report.lua), and tells those who follow the room if there were any.
--
-- Returns how many there were.

local list = KEYS[1]
local channel = ARGV[1]
local position = ARGV[2]   -- the message's, of which the identity counts
local publish = ARGV[3]    -- PUBLISH, or SPUBLISH in a cluster

local call = redis.call
local identity = string.match(position, '[^.]+$')
local count = 0
for _, entry in ipairs(call('LRANGE', list, 0, -1)) do
  if string.match(entry, '^%S+%.([^. ]+) ') == identity then count = count + call('LREM', list, 1, entry) end
end
if count > 0 then call(publish, channel, 's' .. position) end
return count
