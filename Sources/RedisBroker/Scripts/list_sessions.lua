-- A user's sessions that live, the oldest first.
--
-- Returns, for each, its token's hash, when it was made, when it was last looked up or prolonged, which is empty for one that
-- ends at a time of its own, and the user.

local sessions = KEYS[1]        -- the user's
local standing = KEYS[2]        -- the user's
local session_prefix = ARGV[1]  -- what a session's key begins with
local seconds = ARGV[2]         -- that a use prolongs one by

local call = redis.call
local void = tonumber(call('HGET', standing, 'v') or -1)
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local known = {}
for _, hash in ipairs(call('ZRANGE', sessions, 0, -1)) do
  local found = call('HMGET', session_prefix .. hash, 'u', 'c', 'k', 'x')
  if found[1] and tonumber(found[3] or found[2]) > void then
    local used = ''
    -- Where instances have several lifetimes it is not after now.
    if not found[4] then used = string.format('%.0f', now - math.max(0, seconds * 1000 - call('PTTL', session_prefix .. hash))) end
    for _, word in ipairs({hash, found[2], used, found[1]}) do known[#known + 1] = word end
  end
end
return known
