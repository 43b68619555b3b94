-- Reads all that a bot keeps, to decide about something that it heard.
--
-- Returns the time in ms, what was answered if it has been seen to before (else nothing), the number, and id, revision and content of each record.

local heard = KEYS[1]          -- the mark of what was heard
local index = KEYS[2]          -- records by last change
local number = KEYS[3]         -- of the newest record
local record_prefix = ARGV[1]  -- what records' keys begin with

local clock = redis.call('TIME')
local result = {clock[1] * 1000 + math.floor(clock[2] / 1000), redis.call('GET', heard) or '',
  tonumber(redis.call('GET', number) or '0')}
for _, id in ipairs(redis.call('ZRANGE', index, 0, -1)) do
  local record = redis.call('HMGET', record_prefix .. id, 'r', 'c')
  if record[1] and record[2] then
    result[#result + 1] = id
    result[#result + 1] = tonumber(record[1])
    result[#result + 1] = record[2]
  end
end
return result
