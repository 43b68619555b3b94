import WebSocket

/// Fuzzes `Codec` in one of its roles: however the bytes are cut, they give the same events, what is to be sent because of them is
/// bounded, and nothing may trap.
func fuzzFrames(_ start: UnsafePointer<UInt8>?, _ count: Int, role: Role) -> CInt {
  _ = readEachWay(start, count) { decode($0, role) }
  return 0
}

private func decode(_ pieces: [ArraySlice<UInt8>], _ role: Role) -> [String] {
  var codec = Codec(role: role, limits: CodecLimits(message: 512, fragments: 8), maskSeed: 1)
  var events: [String] = []
  // It unmasks where the bytes lie.
  var bytes = Array(pieces.joined())
  bytes.withUnsafeMutableBytes { bytes in
    var rest = bytes[...]
    for piece in pieces {
      codec.receive(UnsafeMutableRawBufferPointer(rebasing: rest.prefix(piece.count))) { events.append(describe($0)) }
      rest = rest.dropFirst(piece.count)
      let output = codec.takeOutput().count
      precondition(output <= 127 * Codec.pongsPerRound + 131 * 2, "the output is not bounded")
    }
  }
  return events
}

private func describe(_ event: borrowing Event) -> String {
  switch event {
  case .text(let bytes):
    guard let text = String(validating: bytes, as: UTF8.self) else { preconditionFailure("a text is not UTF-8") }
    return "text \(text)"
  case .binary(let bytes):
    precondition(bytes.count <= 512, "a limit does not hold")
    return "binary \(Array(bytes))"
  case .ping(let bytes): return "ping \(Array(bytes))"
  case .pong(let bytes): return "pong \(Array(bytes))"
  case .closed(let code, let reason): return "closed \(code.rawValue) \(Array(reason))"
  case .failed(let violation): return "failed \(violation.code.rawValue)"
  }
}
