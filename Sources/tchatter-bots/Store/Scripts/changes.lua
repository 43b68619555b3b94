-- Tells what has changed since somebody looked: without deciding about anything.
--
-- Returns how many records there are, when the last of them changed, and of each that has changed since: when, id,
-- revision (0 where it has expired) and content. All by the store's clock, in microseconds.

local index = KEYS[1]          -- records by last change
local since = ARGV[1]          -- what ZRANGEBYSCORE begins with
local record_prefix = ARGV[2]  -- what records' keys begin with

local last = redis.call('ZRANGE', index, -1, -1, 'WITHSCORES')
local result = {redis.call('ZCARD', index), string.format('%.0f', tonumber(last[2] or '0'))}
local ids = redis.call('ZRANGEBYSCORE', index, since, '+inf', 'WITHSCORES')
for place = 1, #ids, 2 do
  local record = redis.call('HMGET', record_prefix .. ids[place], 'r', 'c')
  result[#result + 1] = string.format('%.0f', tonumber(ids[place + 1]))
  result[#result + 1] = ids[place]
  result[#result + 1] = tonumber(record[1] or '0')
  result[#result + 1] = record[2] or ''
end
return result
