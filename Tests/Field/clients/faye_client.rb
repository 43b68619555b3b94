# Ruby's faye-websocket, on websocket-driver.
require 'eventmachine'
require 'faye/websocket'
require 'json'

$stdout.sync = true
url, fields, texts = ARGV[0], JSON.parse(ARGV[1]), JSON.parse(ARGV[2])
seen = []
is_open = false
EM.run do
  socket = Faye::WebSocket::Client.new(url, [], headers: fields)
  socket.on(:open) { socket.send(texts.shift) }
  socket.on(:message) do
    if !texts.empty?
      socket.send(texts.shift)
    elsif !is_open
      is_open = true
      puts 'open'
      $stdin.read
    end
  end
  socket.on(:error) { |event| seen << "error event #{event.message}".strip }
  socket.on(:close) do |event|
    puts "end #{[*seen, "close event #{event.code} #{event.reason}".strip].join(', ')}"
    EM.stop
  end
end
