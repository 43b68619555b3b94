/// Where randomness comes from: the kernel in a server, a seeded generator in a simulation.
package protocol Entropy: AnyObject {
  /// 64 unpredictable bits.
  func next() -> UInt64
}

extension Entropy {
  /// A word of `length` characters of `[a-z2-7]`, five bits each; at most 12.
  package func word(_ length: Int) -> String {
    var bits = next()
    var word: [UInt8] = []
    for _ in 0..<min(length, 12) {
      word.append(Base32.alphabet[Int(bits & 31)])
      bits >>= 5
    }
    return String(decoding: word, as: UTF8.self)
  }

  /// A random part of `span`: from nothing up to it, without it.
  package func part(of span: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: next().multipliedFullWidth(by: span.nanoseconds).high)
  }

  /// `count` unpredictable bytes.
  package func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
    }
    return Array(bytes.prefix(count))
  }
}
