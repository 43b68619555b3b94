-- Keeps what a bot has decided about one thing that it heard or that became due: all of it, or nothing.
--
-- KEYS  1 the mark of what was heard  2 the record  3 records by last change  4 records by due time
--       5 messages to be sent  6 the number of the newest record  7 how far the room has been read
-- ARGV  1 seconds to remember what was heard, 0 if nothing was
--       2 the record's id, empty if none changes  3 its revision so far, 0 for a new one  4 its content
--       5 when it is due in ms, empty if never  6 seconds to keep it  7 how many records to keep
--       8 what records' keys begin with  9 the position reached, empty if none  10 seconds to remember that
--       11 … pairs of a message's id and content
-- Returns 1 when kept, 0 when another bot has seen to it before, -1 when the record has changed since it was read.

if ARGV[1] ~= '0' and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local revision = tonumber(redis.call('HGET', KEYS[2], 'r') or '0')
if ARGV[2] ~= '' and revision ~= tonumber(ARGV[3]) then return -1 end

local clock = redis.call('TIME')
-- In microseconds, so that no two are equal.
local now = clock[1] * 1000000 + clock[2]
if ARGV[1] ~= '0' then redis.call('SET', KEYS[1], '1', 'EX', ARGV[1]) end
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[2], 'r', revision + 1, 'c', ARGV[4])
  redis.call('EXPIRE', KEYS[2], ARGV[6])
  redis.call('ZADD', KEYS[3], now, ARGV[2])
  redis.call('EXPIRE', KEYS[3], ARGV[6])
  if ARGV[5] == '' then
    redis.call('ZREM', KEYS[4], ARGV[2])
  else
    redis.call('ZADD', KEYS[4], ARGV[5], ARGV[2])
    redis.call('EXPIRE', KEYS[4], ARGV[6])
  end
  if revision == 0 then
    redis.call('INCR', KEYS[6])
    for _, id in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1 - ARGV[7])) do
      redis.call('DEL', ARGV[8] .. id)
      redis.call('ZREM', KEYS[3], id)
      redis.call('ZREM', KEYS[4], id)
    end
  end
  redis.call('EXPIRE', KEYS[6], ARGV[6])
end
for index = 11, #ARGV, 2 do
  redis.call('HSET', KEYS[5], ARGV[index], string.format('%.0f %d ', now, index) .. ARGV[index + 1])
end
if #ARGV > 10 then redis.call('EXPIRE', KEYS[5], ARGV[6]) end
if ARGV[9] ~= '' then redis.call('SET', KEYS[7], ARGV[9], 'EX', ARGV[10]) end
return 1
