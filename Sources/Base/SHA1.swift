/// SHA-1, FIPS 180-4 §6.1. Broken as a signature; here only because RFC 6455 §4.2.2 asks for it in the handshake.
package enum SHA1 {
  /// The twenty bytes of the digest of `message`.
  package static func hash(_ message: [UInt8]) -> [UInt8] {
    var hash: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    MessageSchedule.forEachBlock(of: message) { block in compress(block, into: &hash) }
    return MessageSchedule.bytes(of: hash)
  }

  // The additions are modulo 2³² by definition (FIPS 180-4 §3.2), never on lengths or offsets.
  private static func compress(_ block: [UInt32], into hash: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { w in
      for t in 0..<16 { w[t] = block[t] }
      for t in 16..<80 { w[t] = (w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16]).rotatedLeft(1) }
      mix(w, into: &hash)
    }
  }

  private static func mix(_ w: UnsafeMutableBufferPointer<UInt32>, into hash: inout [UInt32]) {
    var (a, b, c, d, e) = (hash[0], hash[1], hash[2], hash[3], hash[4])
    for t in 0..<80 {
      let next = a.rotatedLeft(5) &+ mixed(t, b, c, d) &+ e &+ w[t]
      (a, b, c, d, e) = (next, a, b.rotatedLeft(30), c, d)
    }
    hash[0] = hash[0] &+ a
    hash[1] = hash[1] &+ b
    hash[2] = hash[2] &+ c
    hash[3] = hash[3] &+ d
    hash[4] = hash[4] &+ e
  }

  /// The round's function of three words and its constant (FIPS 180-4 §4.1.1, §4.2.1).
  private static func mixed(_ t: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> UInt32 {
    switch t {
    case ..<20: ((b & c) | (~b & d)) &+ 0x5A82_7999
    case ..<40: (b ^ c ^ d) &+ 0x6ED9_EBA1
    case ..<60: ((b & c) | (b & d) | (c & d)) &+ 0x8F1B_BCDC
    default: (b ^ c ^ d) &+ 0xCA62_C1D6
    }
  }
}
