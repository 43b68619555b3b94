-- Tells a bot what is due, and which messages have been waiting to be sent.
--
-- KEYS  1 records by due time  2 messages to be sent
-- ARGV  1 how long a message must have waited: milliseconds
-- Returns how many records are due, their ids, and id and content of each message.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 100)
local result = {#due}
for _, id in ipairs(due) do result[#result + 1] = id end
local messages = redis.call('HGETALL', KEYS[2])
for index = 1, #messages, 2 do
  local at = tonumber(string.match(messages[index + 1], '^%d+') or '0')
  if at <= (now - ARGV[1]) * 1000 + 999 then
    result[#result + 1] = messages[index]
    result[#result + 1] = messages[index + 1]
  end
end
return result
