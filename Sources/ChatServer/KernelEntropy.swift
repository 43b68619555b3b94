import Chat

/// Randomness from the kernel, for tokens, ids and names.
package final class KernelEntropy: Entropy {
  private var generator = SystemRandomNumberGenerator()

  package init() {}

  package func next() -> UInt64 { generator.next() }
}
