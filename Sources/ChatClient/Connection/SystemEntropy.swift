import Base

/// Randomness from the kernel.
package final class SystemEntropy: Entropy {
  private var generator = SystemRandomNumberGenerator()

  package init() {}

  package func next() -> UInt64 { generator.next() }
}
