-- Notes that a room is clean, unless something was erased there since it was looked at.
--
-- Returns 1.

local due = KEYS[1]       -- see claim_cleaning.lua
local cleaning = KEYS[2]
local room = ARGV[1]
local erasures = ARGV[2]  -- how often something had been erased there

if tonumber(redis.call('ZSCORE', due, room) or -1) == tonumber(erasures) then redis.call('ZREM', due, room) end
redis.call('HINCRBY', cleaning, 'b', 1)
return 1
