/// SHA-256, FIPS 180-4 §6.2. Tokens are stored only as their digests, so that a reader of the store can't sign in.
package enum SHA256 {
  /// The thirty-two bytes of the digest of `message`.
  package static func hash(_ message: [UInt8]) -> [UInt8] {
    var hash = initial
    MessageSchedule.forEachBlock(of: message) { block in compress(block, into: &hash) }
    return MessageSchedule.bytes(of: hash)
  }

  // The additions are modulo 2³² by definition (FIPS 180-4 §3.2), never on lengths or offsets.
  private static func compress(_ block: [UInt32], into hash: inout [UInt32]) {
    let w = expanded(block)
    var s = SIMD8<UInt32>(hash)
    for t in 0..<64 {
      let e = s[4].rotatedRight(6) ^ s[4].rotatedRight(11) ^ s[4].rotatedRight(25)
      let choice = (s[4] & s[5]) ^ (~s[4] & s[6])
      let first = s[7] &+ e &+ choice &+ constants[t] &+ w[t]
      let a = s[0].rotatedRight(2) ^ s[0].rotatedRight(13) ^ s[0].rotatedRight(22)
      let majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2])
      s = SIMD8(first &+ a &+ majority, s[0], s[1], s[2], s[3] &+ first, s[4], s[5], s[6])
    }
    for index in 0..<8 { hash[index] = hash[index] &+ s[index] }
  }

  private static func expanded(_ block: [UInt32]) -> [UInt32] {
    var w = block
    for t in 16..<64 {
      let early = w[t - 15].rotatedRight(7) ^ w[t - 15].rotatedRight(18) ^ w[t - 15] >> 3
      let late = w[t - 2].rotatedRight(17) ^ w[t - 2].rotatedRight(19) ^ w[t - 2] >> 10
      w.append(w[t - 16] &+ early &+ w[t - 7] &+ late)
    }
    return w
  }

  /// The first 32 bits of the fractional parts of the square roots of the first eight primes.
  private static let initial: [UInt32] = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
  ]

  /// The same of the cube roots of the first sixty-four primes.
  private static let constants: [UInt32] = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
    0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
    0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
    0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
    0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
    0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
    0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
  ]
}
