-- Ends, bans, suspends or pardons a user, and tells the fleet.
--
-- A user's standing is a hash: v the moment up to which their sessions are void, b the ban and s the suspension, each
-- '<end> <reason>', in milliseconds, with 0 for no end; h the keys of the names that are held for a ban, whose value is
-- empty then. Moments are the store's, and later than any session's that is known, whatever its clock did.
--
-- An instance of 0.4.0 knows nothing of it: so the sessions that can be found are deleted as well, and told one by one. Of
-- each it is kept whose it was, so that it can be told what has become of it.
--
-- Returns how many sessions were ended, and when the ban or the suspension ends; 0 if it does not.

local standing = KEYS[1]
local sessions = KEYS[2]        -- the user's
local bots = KEYS[3]            -- see add_bot.lua
local user = ARGV[1]            -- the id
local act = ARGV[2]             -- end, ban, suspend, or pardon
local seconds = ARGV[3]         -- how long it lasts; 0 until it is pardoned
local reason = ARGV[4]
local holds = ARGV[5]           -- whether the names are held: 1
local longest = ARGV[6]         -- seconds that a session can live
local session_prefix = ARGV[7]  -- what a session's key begins with
local fleet = ARGV[8]           -- the fleet's channel

local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local lasts = tonumber(seconds)
local ends = lasts > 0 and string.format('%.0f', now + lasts * 1000) or '0'
local names = {}
local ended = 0

local function end_sessions()
  local newest = call('ZRANGE', sessions, -1, -1, 'WITHSCORES')
  local before = call('HGET', standing, 'v')
  call('HSET', standing, 'v', math.max(now, tonumber(newest[2] or 0), tonumber(before or 0)))
  for _, hash in ipairs(call('ZRANGE', sessions, 0, -1)) do
    local session = session_prefix .. hash
    local name = call('HGET', session, 'n')
    if name then
      ended = ended + 1
      if call('GET', name) == hash then
        call('DEL', name)
        table.insert(names, name)
      end
      call('DEL', session)
      call('HSET', session, 'z', user)
      call('EXPIRE', session, math.max(86400, act == 'end' and 0 or lasts > 0 and math.min(lasts, longest) or longest))
    end
    call('PUBLISH', fleet, 's' .. hash)
  end
  call('DEL', sessions)
end

local function release_names()
  for name in string.gmatch(call('HGET', standing, 'h') or '', '%S+') do
    -- One that has become free since may be a bot's.
    if call('GET', name) == '' and call('HEXISTS', bots, 'n' .. name) == 0 then
      call('DEL', name)
      table.insert(names, name)
    end
  end
  call('HDEL', standing, 'h')
end

if act == 'end' then
  end_sessions()
elseif act == 'ban' then
  release_names()
  end_sessions()
  call('HSET', standing, 'b', ends .. ' ' .. reason)
  if holds == '1' and #names > 0 then
    for _, name in ipairs(names) do
      call('SET', name, '')
      if lasts > 0 then call('EXPIRE', name, seconds) end
    end
    call('HSET', standing, 'h', table.concat(names, ' '))
  end
elseif act == 'suspend' then
  call('HSET', standing, 's', ends .. ' ' .. reason)
else
  release_names()
  call('HDEL', standing, 'b', 's')
end

local kept = tonumber(longest)
for _, restriction in ipairs({ call('HGET', standing, 'b') or '', call('HGET', standing, 's') or '' }) do
  local moment = tonumber(string.match(restriction, '^%d+') or 1)
  kept = math.max(kept, moment == 0 and math.huge or math.ceil((moment - now) / 1000))
end
if kept == math.huge then call('PERSIST', standing) else call('EXPIRE', standing, kept) end
call('PUBLISH', fleet, 'u' .. user)
return { ended, ends }
