-- Keeps the files of a version of the page, and keeps them longer.
--
-- Returns 1.

local page = KEYS[1]
local lifetime = ARGV[1]   -- seconds; then each file: its path, its bytes

if redis.call('EXISTS', page) == 0 then
  for index = 2, #ARGV, 2 do
    redis.call('HSET', page, ARGV[index], ARGV[index + 1])
  end
end
redis.call('EXPIRE', page, lifetime)
return 1
