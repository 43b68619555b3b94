import WebSocket

/// Fuzzes `Codec` in one of its roles: the same bytes, whole and cut in two at a place that the first byte names,
/// must give the same events, and nothing may trap.
func fuzzFrames(_ start: UnsafePointer<UInt8>?, _ count: Int, role: Role) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = bytes.first else { return 0 }
  let input = bytes[1...]
  let cut = input.startIndex + input.count * Int(first) / 256
  let whole = decode([Array(input)], role)
  precondition(whole == decode([Array(input[..<cut]), Array(input[cut...])], role), "a cut changes what is read")
  return 0
}

private func decode(_ pieces: [[UInt8]], _ role: Role) -> [String] {
  var codec = Codec(role: role, limits: CodecLimits(message: 512, fragments: 8), maskSeed: 1)
  var events: [String] = []
  for piece in pieces {
    var piece = piece
    piece.withUnsafeMutableBytes { bytes in
      codec.receive(bytes) { events.append(describe($0)) }
    }
  }
  precondition(codec.output.count <= 127 * Codec.pongsPerRound + 131 * 2, "the output is not bounded")
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
