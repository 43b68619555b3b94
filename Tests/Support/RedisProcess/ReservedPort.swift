import Glibc

/// A port of loopback that nobody listens on, and that no test takes before this object has gone: also while what listened on
/// it is not there, as between the end of a server and its next start.
package final class ReservedPort {
  package let number: UInt16
  /// A socket whose abstract name stands for the port, on the whole machine: the kernel gives each name once, and takes it
  /// back when this process ends.
  private let descriptor: Int32

  /// One below those that the kernel gives to outgoing connections, or one of these could take it before the server does, and
  /// above those of Tests/Stack.
  package init() throws {
    for _ in 0..<1_000 {
      let port = UInt16.random(in: 24_000..<32_000)
      guard let name = Self.take(port) else { continue }
      guard Self.isFree(port) else {
        close(name)
        continue
      }
      (number, descriptor) = (port, name)
      return
    }
    throw RedisProcess.Failed(description: "no free port")
  }

  deinit { close(descriptor) }

  private static func take(_ port: UInt16) -> Int32? {
    // No child inherits it: it would keep the port.
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array("\0tchatter-test-port-\(port)".utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard status == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private static func isFree(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
