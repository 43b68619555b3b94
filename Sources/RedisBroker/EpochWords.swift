import Base

/// Makes the words that name rooms' histories. They must be unlike each other, not secret, so that one draw from the kernel
/// seeds them all: most are offered to Redis in vain, one with each publication.
struct EpochWords {
  private var numbers = SplitMix64(seed: .random(in: 0...(.max)))

  /// A word of 12 characters of `[a-z2-7]`: 60 bits.
  mutating func next() -> String {
    var bits = numbers.next()
    return String(unsafeUninitializedCapacity: 12) { characters in
      for place in 0..<12 {
        let digit = UInt8(truncatingIfNeeded: bits & 31)
        characters[place] = digit < 26 ? UInt8(ascii: "a") + digit : UInt8(ascii: "2") + digit - 26
        bits >>= 5
      }
      return 12
    }
  }
}
