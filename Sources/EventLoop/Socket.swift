import CLinux
import Glibc

/// The system calls on sockets that streams and listeners share.
enum Socket {
  /// A new TCP socket that does not block.
  static func open(_ family: Int32) throws(SystemError) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { throw SystemError("socket") }
    return descriptor
  }

  static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Small frames leave at once instead of waiting for the acknowledgement of earlier ones.
  static func setNoDelay(_ descriptor: Int32) { set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1) }

  /// Makes the next close a reset: what is unsent is thrown away and nothing lingers in the kernel.
  static func setResetOnClose(_ descriptor: Int32) {
    var value = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  /// The error that waits on the socket, 0 when none; reading it clears it.
  static func pendingError(_ descriptor: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length) == 0 ? value : errno
  }

  static func localAddress(_ descriptor: Int32) -> SocketAddress? { address(descriptor, getsockname) }

  static func remoteAddress(_ descriptor: Int32) -> SocketAddress? { address(descriptor, getpeername) }

  private typealias Query = (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32

  private static func address(_ descriptor: Int32, _ query: Query) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        query(descriptor, pointer, &length) == 0 ? SocketAddress(UnsafePointer(pointer)) : nil
      }
    }
  }
}
