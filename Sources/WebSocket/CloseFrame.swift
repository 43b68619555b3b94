/// The payload of a close frame (RFC 6455 §5.5.1).
enum CloseFrame {
  /// Nothing, or a code and as much of the reason as fits, cut between characters.
  static func payload(_ code: CloseCode?, reason: String = "") -> [UInt8] {
    guard let code, code != .noStatus else { return [] }
    precondition(code.isSendable, "a close code of ours is not to be sent: \(code.rawValue)")
    var payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
    for scalar in reason.unicodeScalars {
      let bytes = UTF8.encode(scalar).map(Array.init) ?? []
      if payload.count + bytes.count > FrameHeader.controlLimit { break }
      payload.append(contentsOf: bytes)
    }
    return payload
  }
}
