import Foundation
import HTTPSCalls
import Synchronization

/// The socket to the relay: frames in by one thread, frames out by any.
final class RelaySocket: Sendable {
  private let descriptor: Int32
  private let writing = Mutex(())

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Hands over frames as they come, until the relay's end.
  func readAll(_ take: (CallFrame) -> Void) throws(CallFrameDecoder.Mistake) {
    var decoder = CallFrameDecoder()
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      buffer.withUnsafeBytes { decoder.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      while let frame = try decoder.next() { take(frame) }
    }
  }

  /// Waits until the relay has room. When it is gone, what is read ends, too.
  func write(_ frame: CallFrame) {
    let bytes = frame.bytes
    writing.withLock { _ in
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, 0) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        sent += count
      }
    }
  }
}
