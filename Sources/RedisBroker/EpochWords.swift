/// Makes the words that name rooms' histories. They must be unlike each other, not secret, so that one draw from the kernel
/// seeds them all: most are offered to Redis in vain, one with each publication.
struct EpochWords {
  private var state = UInt64.random(in: 0...UInt64.max)

  /// A word of 12 characters of `[a-z2-7]`, 60 bits of SplitMix64.
  mutating func next() -> String {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
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
