-- Tells a bot what is due, and which messages have been waiting to be sent.
--
-- Returns how many records are due, their ids, and id and content of each message.

local dues = KEYS[1]      -- records by due time
local messages = KEYS[2]  -- to be sent
local waiting = ARGV[1]   -- how long a message must have waited: milliseconds

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', dues, '-inf', now, 'LIMIT', 0, 100)
local result = {#due}
for _, id in ipairs(due) do result[#result + 1] = id end
local all = redis.call('HGETALL', messages)
for index = 1, #all, 2 do
  local at = tonumber(string.match(all[index + 1], '^%d+') or '0')
  if at <= (now - waiting) * 1000 + 999 then
    result[#result + 1] = all[index]
    result[#result + 1] = all[index + 1]
  end
end
return result
