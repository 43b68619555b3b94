-- Gives the fleet's cleaning to an instance, unless another one has it, and tells what there is to clean.
--
-- Returns nothing while another one has it; how many rooms were cleaned so far, how many of them before the files were
-- written last, the milliseconds since that was begun, or -1, and then rooms and how often something was erased there.
--
-- The cleaning is a hash: b rooms cleaned, w of them before the files were written, f when that was begun, i who cleans, u until
-- when. Times are those of the server's clock. After a failover that is another one: a time that it can't have told is over.

local due = KEYS[1]       -- rooms with texts that are to be taken out: a sorted set by how often something was erased there
local cleaning = KEYS[2]
local instance = ARGV[1]
local lifetime = ARGV[2]  -- milliseconds
local rooms = ARGV[3]     -- how many at most

local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local state = call('HMGET', cleaning, 'b', 'w', 'f', 'i', 'u')
local left = tonumber(state[5] or 0) - now
if state[4] and state[4] ~= instance and left > 0 and left <= tonumber(lifetime) then return end
call('HSET', cleaning, 'i', instance, 'u', string.format('%.0f', now + lifetime))

local since = state[3] and now - state[3] or -1
local reply = { tonumber(state[1] or 0), tonumber(state[2] or 0), math.max(-1, since) }
for _, word in ipairs(call('ZRANDMEMBER', due, rooms, 'WITHSCORES')) do reply[#reply + 1] = word end
return reply
