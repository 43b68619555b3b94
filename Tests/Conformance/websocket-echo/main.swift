// websocket-echo PORT: an echo server on the loopback address for the conformance tests, on the same codec and event
// loop as the chat. It prints the port that it listens on (port 0: one that is free) and ends on SIGTERM or SIGINT.

import EventLoop
import Glibc

guard CommandLine.arguments.count == 2, let port = UInt16(CommandLine.arguments[1]) else {
  print("usage: websocket-echo PORT")
  exit(2)
}
do {
  let reactor = try Reactor()
  let listener = try Listener(reactor, address: .loopback(port: port)) { $0.handler = EchoConnection() }
  for signal in [SIGTERM, SIGINT] { try reactor.onSignal(signal) { reactor.stop() } }
  print(listener.localAddress?.port ?? port)
  fflush(nil)
  reactor.run()
  listener.close()
} catch {
  print("websocket-echo: \(error)")
  exit(1)
}
