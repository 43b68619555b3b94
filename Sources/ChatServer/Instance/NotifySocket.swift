import EventLoop
import Glibc

/// The socket on which a service manager hears what its services tell of themselves: `NOTIFY_SOCKET` of sd_notify(3).
final class NotifySocket {
  /// Why there can't be one, or why it took nothing: the end of a line for operators.
  struct Failure: Error, Equatable { let reason: String }

  private let descriptor: Int32
  private let address: sockaddr_un
  private let length: socklen_t

  /// - Parameter name: a path, or `@` and a name in the abstract namespace; 107 bytes at most.
  init(_ name: String) throws(Failure) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(name.utf8)
    guard let first = bytes.first, bytes.count > 1, [UInt8(ascii: "/"), UInt8(ascii: "@")].contains(first) else {
      throw Failure(reason: "is neither a path nor an abstract name")
    }
    guard !bytes.contains(0), bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw Failure(reason: "is too long for a socket's address, or holds a zero byte")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    // An abstract name begins with a zero byte, and ends with its last one.
    if first == UInt8(ascii: "@") { address.sun_path.0 = 0 }
    let head = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
    length = socklen_t(head + bytes.count + (first == UInt8(ascii: "/") ? 1 : 0))
    self.address = address
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(reason: "can't be used: \(String(cString: strerror(errno)))") }
  }

  deinit { close(descriptor) }

  /// Sends one datagram, and never waits.
  func send(_ text: String) throws(Failure) {
    var address = address
    let bytes = Array(text.utf8)
    let sent = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL), $0, length)
      }
    }
    guard sent == bytes.count else {
      throw Failure(reason: "takes nothing: \(String(cString: strerror(errno)))")
    }
  }
}
