-- Stores a message and broadcasts it, once per request id.
--
-- Returns '<epoch> <generation> <seq> <identity> <time>', with '=' before it for a repeated id; '-c' for an id that was
-- used for something else; '-s' when the room is not the one that the publisher knows; '-p' when it has another policy than
-- the publisher has judged by; '-w <milliseconds>' for an author who has to wait. Nothing is stored then.
--
-- The fence: master_replid changes with every primary. A room that was last written by another one goes on in a new
-- generation, and b<generation> keeps the last position before, so that a position beyond it can be told to wind back.
-- Generations step by 1 to 4,096, taken from the replid, so that two primaries promoted over the same one differ.
-- synchronize.lua does the same at the first look.
--
-- A change of the policy is stored like a message, and takes effect in the same step. The policy is a hash, kept for a year
-- at least: v its version, which is the newest change's identity, q that one's seq, m the mode, s the seconds between two
-- messages, t the topic, p what is pinned ('<position> <author> <id>'), r the seconds that messages are kept, if those are
-- fewer than elsewhere, u<user> '<role> <until> <name>', and k the key of the invitations (keep_invitation_key.lua). In the
-- meta the version stands behind the generation, so that where there is no policy, asking for one costs nothing. 0.5.0 can't
-- read that, and stores nothing.
--
-- How long a room's keys last is decided here alone, when that is due and with each change of the policy: as long as the
-- messages are kept, and longer by the time until it is due again, which is the same in all rooms: 0.10.0 knows no r.
--
-- What each message passes makes six calls, formats no number and makes no table: Redis spends more on those than on what
-- the calls do. For the same reason `+ 0` makes numbers here, without a call of `tonumber`. The id is claimed by the write
-- that remembers it and answers what was there, so that looking for it is no call of its own.

local room = KEYS[1]               -- the room's meta
local stream = KEYS[2]
local request = KEYS[3]            -- the request id's key
local policy = KEYS[4]             -- the room's; nothing where the publisher knows of none
local writing = KEYS[5]            -- when the author wrote last, if that is asked for
local channel = ARGV[1]
local new_epoch = ARGV[2]          -- in case the room has none
local identity = ARGV[3]
local digest = ARGV[4]             -- of the content, in words
local payload = ARGV[5]
local messages = ARGV[6]           -- to keep
local message_seconds = ARGV[7]    -- to keep them until that is due again, where the policy does not say less
local epoch_seconds = ARGV[8]      -- to keep the epoch
local request_seconds = ARGV[9]    -- to keep the id
local renewal = ARGV[10]           -- milliseconds after which the expiries are due again
local known_epoch = ARGV[11]       -- of the room, as the publisher knows it; empty if it knows nothing
local known_generation = ARGV[12]
local known_seq = ARGV[13]         -- which the room has reached
local replid = ARGV[14]            -- the primary's, as its connection knows it: to ask here would be a quarter of the cost
local publish = ARGV[15]           -- PUBLISH, or SPUBLISH in a cluster
local judged = ARGV[16]            -- by which version of the policy it may be stored, '*' for any; nothing for none
local slow = ARGV[17]              -- milliseconds between two messages of the author, if that is asked for; else empty
-- Then the fields of the policy that it changes, and their new values, empty for one that goes; nothing for a message.

local call, try = redis.call, redis.pcall
local meta = call('HMGET', room, 'e', 'g', 's', 'r', 'x')
local clock = call('TIME')
local epoch, generation, micros, version = meta[1], meta[2], clock[2], ''
if not epoch then
  policy = policy or string.sub(room, 1, -2) .. 'p'
  version = call('HGET', policy, 'v') or ''
elseif judged or generation ~= known_generation then
  generation, version = string.match(generation, '^(%d+) ?(.*)$')
end
local time = clock[1] .. string.sub('00000' .. micros, #micros, #micros + 2)

local number, due, before = 1, true, nil
if epoch then
  number = meta[3] + 1
  if meta[4] ~= replid then
    before = generation .. ' ' .. meta[3] .. ' ' .. call('HGET', room, 'i')
    generation = string.format('%d', generation + 1 + tonumber(string.sub(replid, 1, 3), 16))
  else
    local age = time - meta[5]
    due = age >= renewal + 0 or -age >= renewal + 0
  end
end
-- Lua writes more than 14 digits with an exponent.
local seq = number < 100000000000000 and number .. '' or string.format('%.0f', number)
local refused = version ~= (judged or '') and judged ~= '*' and '-p'
if known_epoch ~= ''
  and (known_epoch ~= epoch or known_generation ~= generation or known_seq + 0 >= number) then
  refused = '-s'
end

local place, answered, failure, stored
if epoch then
  place = epoch .. ' ' .. generation .. ' ' .. seq .. ' ' .. identity .. ' ' .. time
  if refused then
    answered = call('GET', request)
  else
    answered = try('SET', request, place .. ' ' .. digest, 'NX', 'GET', 'EX', request_seconds)
  end
  if answered then
    if answered.err then failure, answered = answered, call('GET', request) or '' end
    -- What 0.7.0 has stored it keeps by the last word of the digest alone.
    local known, content = string.match(answered, '^(%S+ %d+ %d+ %S+ %d+) (.*)$')
    if known and string.sub(known, 1, #epoch + 1) == epoch .. ' ' then
      local same = content == digest or content == string.match(digest, '%S+$')
      return same and '=' .. known or '-c'
    end
    if failure then return failure end
    -- An id of an epoch that is lost went with its message.
    if not refused then call('SET', request, place .. ' ' .. digest, 'EX', request_seconds) end
  end
end
if refused then return refused end

if writing then
  local wait = (call('GET', writing) or -slow) + slow - time
  if wait > 0 then
    call('DEL', request)
    return '-w ' .. string.format('%.0f', wait)
  end
end

if epoch then
  -- A stream drops whole nodes only, so that to ask for it with each message is in vain mostly. 15 more are kept at most.
  if number % 16 == 0 then
    stored = try('XADD', stream, 'MAXLEN', '~', messages, seq .. '-0',
      'g', generation, 'i', identity, 't', time, 'j', payload)
  else
    stored = try('XADD', stream, seq .. '-0', 'g', generation, 'i', identity, 't', time, 'j', payload)
  end
end
if not epoch or (stored.err and string.find(stored.err, 'equal or smaller', 1, true)) then
  -- No meta, or one older than the stream: nothing says how the two belong together, so a new history begins.
  epoch, generation, seq, due, before = new_epoch, '0', '1', true, nil
  local made = try('HSET', room, 'e', epoch)
  if type(made) == 'table' then return made end
  place = epoch .. ' 0 1 ' .. identity .. ' ' .. time
  call('SET', request, place .. ' ' .. digest, 'EX', request_seconds)
  -- The notes and reports are of messages that had the same places in the history before.
  local keys = string.sub(room, 1, -2)
  call('DEL', stream, keys .. 'x', keys .. 'e', keys .. 'l')
  stored = call('XADD', stream, 'MAXLEN', '~', messages, '1-0', 'g', 0, 'i', identity, 't', time, 'j', payload)
elseif stored.err then
  -- Nothing is stored, so nothing is remembered.
  call('DEL', request)
  return stored
end

if #ARGV > 17 then
  for index = 18, #ARGV, 2 do
    local field, value = ARGV[index], ARGV[index + 1]
    if value == '' then call('HDEL', policy, field) else call('HSET', policy, field, value) end
  end
  -- Bans that are over need not be counted.
  local fields = call('HGETALL', policy)
  for index = 1, #fields, 2 do
    local ends = tonumber(string.match(fields[index + 1], '^banned (%d+) ') or 0)
    if string.sub(fields[index], 1, 1) == 'u' and ends > 0 and ends <= tonumber(time) then
      call('HDEL', policy, fields[index])
    end
  end
  call('HSET', policy, 'v', identity, 'q', seq)
  version, due = identity, true
end

if due then
  call('HSET', room, 'g', version == '' and generation or generation .. ' ' .. version, 's', seq, 'i', identity, 'r', replid, 'x', time)
  if before then call('HSET', room, 'b' .. generation, before) end
  if version ~= '' then
    local retain = call('HGET', policy, 'r')
    if retain then message_seconds = math.min(message_seconds, math.ceil(retain + renewal / 1000) + 1) end
    call('EXPIRE', policy, math.max(epoch_seconds, 31536000))
  end
  call('EXPIRE', stream, message_seconds)
  -- The notes of what was deleted and edited (erase.lua): without them the texts would be handed out again.
  for _, notes in ipairs({ 'x', 'e' }) do call('EXPIRE', string.sub(room, 1, -2) .. notes, message_seconds) end
  call('EXPIRE', room, epoch_seconds)
else
  call('HSET', room, 's', seq, 'i', identity)
end
if writing then call('SET', writing, time, 'PX', slow) end

call(publish, channel, 'm' .. place .. '\n' .. payload)
return place
