-- Forgets how far a user has read, where they were mentioned, and that they had their name.

local marks = KEYS[1]
local mentions = KEYS[2]
local known = KEYS[3]     -- under which key it is kept that they had it

local name = redis.call('GET', known)
-- Somebody else may have had it since.
local holder = name and redis.call('GET', name)
if holder and string.match(known, '{(%w+)}:k$') == string.match(holder, '^%a(%w+) ') then redis.call('DEL', name) end
redis.call('DEL', marks, mentions, known)
return 1
