-- Takes a room that was removed from the directory, unless something has happened there since: then it lives again.
--
-- Returns 1.

local rooms = KEYS[1]    -- a sorted set by time
local room = ARGV[1]
local listed = ARGV[2]   -- when something happened there, as it was read before; 0 for a room that was not in it

local time = redis.call('ZSCORE', rooms, room)
if time and tonumber(time) == tonumber(listed) then redis.call('ZREM', rooms, room) end
return 1
