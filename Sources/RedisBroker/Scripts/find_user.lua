-- Who has a name now: the bot that it is kept for, or whose session holds it.
--
-- Returns the user, or nothing.

local name = KEYS[1]
local bots = KEYS[2]            -- see add_bot.lua
local session_prefix = ARGV[1]  -- what a session's key begins with

local call = redis.call
local holder = call('GET', name)
if holder == '' then
  local id = call('HGET', bots, 'n' .. name)
  return id and call('HGET', bots, 'u' .. id)
end
return holder and call('HGET', session_prefix .. holder, 'u')
