import Base
import Glibc

/// Randomness from the kernel, for tokens, ids and names.
///
/// It is fetched in blocks: every message takes a word, and a system call for each took a twentieth of the user time
/// that the message costs. What has been handed out is wiped.
package final class KernelEntropy: Entropy {
  private var words = [UInt64](repeating: 0, count: 64)
  /// How many of `words`, from the first on, have not been handed out.
  private var remaining = 0

  package init() {}

  package func next() -> UInt64 {
    if remaining == 0 { refill() }
    remaining -= 1
    defer { words[remaining] = 0 }
    return words[remaining]
  }

  private func refill() {
    // At most 256 bytes at a time are given whole (getentropy(3)).
    for start in stride(from: 0, to: words.count, by: 32) {
      let filled = words.withUnsafeMutableBytes { getentropy($0.baseAddress.map { $0 + start * 8 }, 256) }
      if filled == 0 { continue }
      var generator = SystemRandomNumberGenerator()
      for index in start..<start + 32 { words[index] = generator.next() }
    }
    remaining = words.count
  }
}
