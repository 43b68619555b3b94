import Base
import Testing

@testable import WebSocket

/// An event with its bytes copied, to be kept and compared.
enum Kept: Equatable {
  case text(String)
  case binary([UInt8])
  case ping([UInt8])
  case pong([UInt8])
  case closed(UInt16, String)
  case failed(UInt16)

  init(_ event: borrowing Event) {
    switch event {
    case .text(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
    case .binary(let bytes): self = .binary(Array(bytes))
    case .ping(let bytes): self = .ping(Array(bytes))
    case .pong(let bytes): self = .pong(Array(bytes))
    case .closed(let code, let reason): self = .closed(code.rawValue, String(decoding: reason, as: UTF8.self))
    case .failed(let violation): self = .failed(violation.code.rawValue)
    }
  }
}

/// What a codec made of some bytes.
struct Outcome: Equatable {
  var events: [Kept] = []
  /// The output after the last of the bytes.
  var output: [UInt8] = []
  var state = Codec.State.open
  var isMidMessage = false
}

/// Decodes the same bytes in pieces cut in every way.
enum Dripping {
  /// Whole, byte by byte, at random splits whose seed a failure names, and with a tail behind.
  /// - Returns: what came out, which must be the same each time.
  static func decode(
    _ bytes: [UInt8], role: Role = .server, limits: CodecLimits = CodecLimits(), seed: UInt64 = .random(in: 0 ... .max),
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Outcome {
    let whole = outcome(of: [bytes], role, limits)
    #expect(outcome(of: bytes.map { [$0] }, role, limits) == whole, "byte by byte", sourceLocation: sourceLocation)
    for round in 0..<4 {
      var random = SplitMix64(seed: seed &+ UInt64(round))
      let pieces = split(bytes, &random)
      let name = "split at random, seed \(seed &+ UInt64(round))"
      #expect(outcome(of: pieces, role, limits) == whole, "\(name)", sourceLocation: sourceLocation)
    }
    if !whole.isMidMessage {
      // The beginning of a ping changes nothing of what came before it.
      let tailed = outcome(of: [bytes + [0x89, role == .server ? 0x85 : 0x05]], role, limits)
      #expect(tailed.events == whole.events, "with a tail", sourceLocation: sourceLocation)
    }
    return whole
  }

  static func outcome(of pieces: [[UInt8]], _ role: Role, _ limits: CodecLimits) -> Outcome {
    var codec = Codec(role: role, limits: limits, maskSeed: 1)
    var outcome = Outcome()
    for piece in pieces {
      var piece = piece
      piece.withUnsafeMutableBytes { bytes in codec.receive(bytes) { outcome.events.append(Kept($0)) } }
    }
    outcome.output = codec.takeOutput()
    outcome.state = codec.state
    outcome.isMidMessage = codec.isMidMessage
    return outcome
  }

  static func split(_ bytes: [UInt8], _ random: inout SplitMix64) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1...20, using: &random))
      pieces.append(Array(bytes[start..<end]))
      start = end
    }
    return pieces
  }
}

/// One side of a connection as its owner holds it; the codec itself can't be copied, which `#expect` would.
final class Side {
  private var codec: Codec

  init(_ role: Role, limits: CodecLimits = CodecLimits(), maskSeed: UInt32 = 0) {
    codec = Codec(role: role, limits: limits, maskSeed: maskSeed)
  }

  var state: Codec.State { codec.state }
  var output: [UInt8] { codec.output }
  var isMidMessage: Bool { codec.isMidMessage }
  func takeOutput() -> [UInt8] { codec.takeOutput() }
  func close(_ code: CloseCode, _ reason: String = "") -> [UInt8] { codec.close(code, reason) }
  func frame(_ opcode: Opcode, _ payload: [UInt8]) -> [UInt8] { codec.frame(opcode, payload) }

  /// All events in `bytes`; `meanwhile` is called after each.
  func events(_ bytes: [UInt8], meanwhile: () -> Void = {}) -> [Kept] {
    var bytes = bytes
    var kept: [Kept] = []
    bytes.withUnsafeMutableBytes { bytes in
      var rest = bytes
      while let event = codec.next(&rest) {
        kept.append(Kept(event))
        meanwhile()
      }
    }
    return kept
  }
}

/// Frames as a peer would send them, right or wrong.
struct Frame {
  var first: UInt8
  var payload: [UInt8]
  var mask: [UInt8]? = [0x12, 0x34, 0x56, 0x78]

  static func text(_ text: String, fin: Bool = true) -> Frame { Frame(fin ? 0x81 : 0x01, Array(text.utf8)) }
  static func more(_ text: String, fin: Bool = false) -> Frame { Frame(fin ? 0x80 : 0x00, Array(text.utf8)) }
  static func ping(_ text: String = "") -> Frame { Frame(0x89, Array(text.utf8)) }
  static func close(_ code: UInt16, _ reason: [UInt8] = []) -> Frame {
    Frame(0x88, [UInt8(code >> 8), UInt8(code & 0xFF)] + reason)
  }

  init(_ first: UInt8, _ payload: [UInt8]) {
    self.first = first
    self.payload = payload
  }

  var plain: [UInt8] { bytes(masked: false) }
  var masked: [UInt8] { bytes(masked: true) }

  private func bytes(masked: Bool) -> [UInt8] {
    let bit: UInt8 = masked ? 0x80 : 0
    var bytes = [first]
    switch payload.count {
    case ...125: bytes.append(bit | UInt8(payload.count))
    case ...0xFFFF: bytes += [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: bytes += [bit | 127] + (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 0xFF) }
    }
    guard masked, let mask else { return bytes + payload }
    return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
  }
}
