// websocket-bench decode                              what decoding a frame costs, in CPU time of this process
// websocket-bench echo PORT [CONNECTIONS [SECONDS]]   echoes a second of a `websocket-echo PORT` on this machine, each
//                                                     connection with one message of 128 bytes under way

import Glibc

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "decode": DecodeBench.run()
case "echo":
  let numbers = arguments.dropFirst().compactMap { Int($0) }
  guard let port = numbers.first.flatMap(UInt16.init(exactly:)) else { fallthrough }
  let connections = numbers.count > 1 ? numbers[1] : 64
  do {
    try EchoBench(port: port, connections: connections, seconds: numbers.count > 2 ? numbers[2] : 5).run()
  } catch {
    print("websocket-bench: \(error)")
    exit(1)
  }
default:
  print("usage: websocket-bench decode | echo PORT [CONNECTIONS [SECONDS]]")
  exit(2)
}
