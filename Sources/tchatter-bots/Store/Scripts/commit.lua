-- Keeps what a bot has decided about one thing that it heard or that became due: all of it, or nothing.
--
-- Behind the arguments come pairs of a message's id and content.
--
-- Returns 1 when kept, 0 when another bot has seen to it before, -1 when the record has changed since it was read.

local heard = KEYS[1]              -- the mark of what was heard
local record = KEYS[2]
local index = KEYS[3]              -- records by last change
local dues = KEYS[4]               -- records by due time
local messages = KEYS[5]           -- to be sent
local number = KEYS[6]             -- of the newest record
local room = KEYS[7]               -- how far the room has been read
local heard_seconds = ARGV[1]      -- to remember what was heard, 0 if nothing was
local id = ARGV[2]                 -- the record's, empty if none changes
local known_revision = ARGV[3]     -- the record's so far, 0 for a new one
local content = ARGV[4]            -- the record's
local due = ARGV[5]                -- when it is due in milliseconds, empty if never
local record_seconds = ARGV[6]     -- to keep it
local kept = ARGV[7]               -- how many records to keep
local record_prefix = ARGV[8]      -- what records' keys begin with
local position = ARGV[9]           -- reached in the room, empty if none
local position_seconds = ARGV[10]  -- to remember that
local answer = ARGV[11]            -- to be told to who asks for what was heard once more

if heard_seconds ~= '0' and redis.call('EXISTS', heard) == 1 then return 0 end
local revision = tonumber(redis.call('HGET', record, 'r') or '0')
if id ~= '' and revision ~= tonumber(known_revision) then return -1 end

local clock = redis.call('TIME')
-- In microseconds, so that no two are equal.
local now = clock[1] * 1000000 + clock[2]
if heard_seconds ~= '0' then redis.call('SET', heard, answer, 'EX', heard_seconds) end
if id ~= '' then
  redis.call('HSET', record, 'r', revision + 1, 'c', content)
  redis.call('EXPIRE', record, record_seconds)
  -- Readers ask for what is newer than they know: a clock that went back, after a failover, must not hide it from them.
  local newest = redis.call('ZRANGE', index, -1, -1, 'WITHSCORES')
  redis.call('ZADD', index, math.max(now, tonumber(newest[2] or '0') + 1), id)
  redis.call('EXPIRE', index, record_seconds)
  if due == '' then
    redis.call('ZREM', dues, id)
  else
    redis.call('ZADD', dues, due, id)
    redis.call('EXPIRE', dues, record_seconds)
  end
  if revision == 0 then
    redis.call('INCR', number)
    for _, oldest in ipairs(redis.call('ZRANGE', index, 0, -1 - kept)) do
      redis.call('DEL', record_prefix .. oldest)
      redis.call('ZREM', index, oldest)
      redis.call('ZREM', dues, oldest)
    end
  end
  redis.call('EXPIRE', number, record_seconds)
end
for place = 12, #ARGV, 2 do
  redis.call('HSET', messages, ARGV[place], string.format('%.0f %d ', now, place) .. ARGV[place + 1])
end
if #ARGV > 11 then redis.call('EXPIRE', messages, record_seconds) end
if position ~= '' then redis.call('SET', room, position, 'EX', position_seconds) end
return 1
