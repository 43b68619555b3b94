/// The masking keys of a client (RFC 6455 §5.3), from a seed of the caller's random source.
///
/// They have to be unpredictable where a script of a stranger's chooses the payload and could so write another
/// protocol's bytes through a proxy. This client is a program that sends its own text, and four bytes of state serve.
struct MaskKeys: Sendable {
  private var state: UInt32

  init(seed: UInt32) { state = seed == 0 ? 0x9E37_79B9 : seed }

  /// Xorshift (Marsaglia 2003): every key but 0, in an order given by the seed.
  mutating func next() -> UInt32 {
    state ^= state << 13
    state ^= state >> 17
    state ^= state << 5
    return state
  }
}
