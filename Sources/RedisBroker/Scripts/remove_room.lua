-- Forgets a room that nobody has used for long, as its expiry would later: its messages, what was reported, its epoch. Its policy stays.
--
-- Who writes there next begins a new history (publish.lua), and who knows the old one is told so (synchronize.lua).
--
-- The directory of the rooms may lie elsewhere. Whoever calls has looked there before, and takes the room from it after: what
-- is left if that fails is a room that is listed and has no messages, until nobody has used it for as long as rooms are.
--
-- Returns 1, or 0 when there is no such room, or it is in use.

local room = KEYS[1]     -- the room's meta
local stream = KEYS[2]
local erased = KEYS[3]
local edits = KEYS[4]
local users = KEYS[5]    -- who is there
local reports = KEYS[6]
local channel = ARGV[1]
local unused = ARGV[2]   -- seconds for which nothing may have happened there
local listed = ARGV[3]   -- when something happened there by the directory; 0 for a room that is not in it
local count = ARGV[4]    -- NUMSUB, or SHARDNUMSUB in a cluster

local call = redis.call
local place = call('HMGET', room, 's', 'x')
-- One in which nobody has written goes within the hour.
if not place[1] or place[1] == '0' then return 0 end
if call('HLEN', users) > 0 or call('PUBSUB', count, channel)[2] > 0 then return 0 end
local newest = call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
local time = math.max(tonumber(newest and newest[2][6] or place[2] or 0), tonumber(listed))
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if time > now - unused * 1000 then return 0 end
-- What is large is freed beside Redis's work.
call('UNLINK', room, stream, erased, edits, reports)
return 1
