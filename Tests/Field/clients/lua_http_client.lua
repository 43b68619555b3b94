-- Lua's lua-http.
local json = require "cjson"
local websocket = require "http.websocket"

io.stdout:setvbuf "line"
local url, fields, texts = arg[1], json.decode(arg[2]), json.decode(arg[3])
local socket = websocket.new_from_uri(url)
for name, value in pairs(fields) do
  socket.request.headers:append(name:lower(), value)
end
local isConnected, refusal = socket:connect(60)
if not isConnected then
  print("end", refusal)
  os.exit()
end

local function receive()
  local isWell, data, problem = pcall(socket.receive, socket)
  if not isWell then
    print("end", "error: " .. tostring(data):gsub("^.-:%d+: ", ""))
    os.exit()
  end
  if not data then
    print("end", "receive: " .. tostring(problem) .. ", got_close_code " .. tostring(socket.got_close_code) .. " " .. tostring(socket.got_close_message))
    os.exit()
  end
end

for _, text in ipairs(texts) do
  socket:send(text)
  receive()
end
print "open"
io.read "*a"
while true do
  receive()
end
