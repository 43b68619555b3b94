import Glibc
import TestTimeout

/// A blocking connection to Redis, as plain as can be: it shares no code with what it tests.
package final class RedisWire {
  private let descriptor: Int32

  package init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var limit = timeval(tv_sec: Int(testTimeout), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw RedisProcess.Failed(description: "Redis cannot be reached") }
  }

  deinit { close(descriptor) }

  package func send(_ words: [String]) throws {
    var bytes = Array("*\(words.count)\r\n".utf8)
    for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        let rest = UnsafeRawBufferPointer(rebasing: all[sent...])
        return Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      // A signal, and that this process was stopped and goes on, end the call and not the connection.
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw RedisProcess.Failed(description: "Redis does not take the command") }
      sent += count
    }
  }

  /// What has come once it ends in `end`, or once nothing comes for as long as a test waits.
  package func read(until end: String) throws -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let tail = Array(end.utf8)
    while !bytes.suffix(tail.count).elementsEqual(tail) {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw RedisProcess.Failed(description: "Redis does not answer") }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The answer to a command. A second command behind it shows where it ends: one that answers what it is given, `PING` for
  /// sentinels, which know no `ECHO`; Redis in distress refuses `PING`.
  package func ask(_ words: [String], echo: String = "ECHO") throws -> String {
    let mark = "end-of-answer"
    try send(words)
    try send([echo, mark])
    let end = "$\(mark.utf8.count)\r\n\(mark)\r\n"
    return String(try read(until: end).dropLast(end.count))
  }
}

/// A recording of every command that reaches a server.
package final class RedisMonitor {
  private let port: UInt16
  private let wire: RedisWire

  init(port: UInt16) throws {
    self.port = port
    wire = try RedisWire(port: port)
    try wire.send(["MONITOR"])
    _ = try wire.read(until: "+OK\r\n")
  }

  /// The commands so far, one a line: time, client, and quoted words.
  package func stop() throws -> [String] {
    let mark = "end-of-recording"
    _ = try RedisWire(port: port).ask(["ECHO", mark])
    return try wire.read(until: "\"ECHO\" \"end-of-answer\"\r\n").split(separator: "\r\n").map(String.init)
  }
}
