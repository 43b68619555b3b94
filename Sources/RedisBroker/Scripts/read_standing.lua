-- What is known of a user.
--
-- Returns the moment up to which their sessions are void, the ban and the suspension, each empty where there is none; then,
-- for each session, its user and when it was made.

local standing = KEYS[1]
local sessions = KEYS[2]        -- the user's
local session_prefix = ARGV[1]  -- what a session's key begins with

local judged = redis.call('HMGET', standing, 'v', 'b', 's')
local now = tonumber(redis.call('TIME')[1]) * 1000
local function holding(restriction)
  local ends = restriction and tonumber(string.match(restriction, '^%d+'))
  return ends and (ends == 0 or ends > now) and restriction or ''
end
local known = { judged[1] or '', holding(judged[2]), holding(judged[3]) }
for _, hash in ipairs(redis.call('ZRANGE', sessions, 0, -1)) do
  local found = redis.call('HMGET', session_prefix .. hash, 'u', 'c')
  if found[1] then
    table.insert(known, found[1])
    table.insert(known, found[2])
  end
end
return known
