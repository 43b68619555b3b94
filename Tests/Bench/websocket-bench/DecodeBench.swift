import Base
import Glibc
import WebSocket

/// Decodes receive buffers full of masked frames over and over.
enum DecodeBench {
  static func run() {
    for size in [0, 16, 64, 128, 1024, 16 * 1024] {
      report("text, ASCII, \(size) bytes", frames(of: size, as: .text, with: 0x61))
    }
    report("binary, 128 bytes", frames(of: 128, as: .binary, with: 0xFF))
    report("text, two-byte characters, 128 bytes", frames(of: 128, as: .text, with: nil))
  }

  /// As many frames as a receive buffer of 64 KiB holds.
  private static func frames(of size: Int, as opcode: Opcode, with byte: UInt8?) -> (bytes: [UInt8], count: Int) {
    let payload = (0..<size).map { byte ?? ($0 % 2 == 0 ? 0xC3 : 0xA9) }
    var codec = Codec(role: .client, maskSeed: 1)
    var bytes: [UInt8] = []
    var count = 0
    while bytes.count + size + FrameHeader.maximumSize <= 64 * 1024 {
      payload.withUnsafeBytes { codec.append(opcode, $0, to: &bytes) }
      count += 1
    }
    return (bytes, count)
  }

  /// The least of nine runs: what other processes do can only add to it.
  private static func report(_ name: String, _ frames: (bytes: [UInt8], count: Int)) {
    let least = (0..<9).map { _ in nanosecondsPerFrame(frames) }.min() ?? 0
    print("\(name): \((least * 10).rounded() / 10) ns a frame")
  }

  private static func nanosecondsPerFrame(_ frames: (bytes: [UInt8], count: Int)) -> Double {
    let rounds = max(1, 400_000 / frames.count)
    var codec = Codec(role: .server)
    var buffer = frames.bytes
    var decoded = 0
    var spent = TimeSpan.zero
    for _ in 0..<rounds {
      // Decoding unmasks in place, so each round needs the bytes anew; the copy is not counted.
      buffer.withUnsafeMutableBytes { $0.copyBytes(from: frames.bytes) }
      let start = processorTime()
      buffer.withUnsafeMutableBytes { bytes in
        var rest = bytes
        while let event = codec.next(&rest) {
          if case .text(let payload) = event { decoded += payload.count } else { decoded += 1 }
        }
      }
      spent += processorTime() - start
    }
    precondition(frames.bytes.isEmpty || decoded >= 0)
    return Double(spent.nanoseconds) / Double(rounds * frames.count)
  }

  private static func processorTime() -> TimeSpan {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
