-- Returns a room's reports (add_report.lua), the newest first, without those that are too old.

local list = KEYS[1]
local seconds = ARGV[1]   -- to keep one

local clock = redis.call('TIME')
local oldest = (clock[1] - seconds) * 1000 + math.floor(clock[2] / 1000)
local reports = {}
for _, entry in ipairs(redis.call('LRANGE', list, 0, -1)) do
  local time = string.match(entry, '^%S+ (%d+) ')
  if time and tonumber(time) > oldest then reports[#reports + 1] = entry end
end
return reports
