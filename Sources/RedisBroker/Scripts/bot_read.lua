-- Reads all that a bot keeps, to decide about something that it heard.
--
-- KEYS  1 the mark of what was heard  2 records by last change  3 the number of the newest record
-- ARGV  1 what records' keys begin with
-- Returns the time in ms, 1 if it has been seen to before, the number, and id, revision and content of each record.

local clock = redis.call('TIME')
local result = {clock[1] * 1000 + math.floor(clock[2] / 1000), redis.call('EXISTS', KEYS[1]),
  tonumber(redis.call('GET', KEYS[3]) or '0')}
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local record = redis.call('HMGET', ARGV[1] .. id, 'r', 'c')
  if record[1] and record[2] then
    result[#result + 1] = id
    result[#result + 1] = tonumber(record[1])
    result[#result + 1] = record[2]
  end
end
return result
