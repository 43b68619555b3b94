import Base
import ChatProtocol

/// What lets whoever shows it into a closed room, until its end. Its word says that end, and what only who knows the room's key
/// can have made of both: nothing else is kept of it.
struct Invitation {
  /// Milliseconds.
  static let usualLife: Int64 = 7 * 86_400_000
  static let longestLife: Int64 = 30 * 86_400_000
  /// Bytes: so many cannot be guessed.
  private static let codeLength = 16
  private static let keyLength = 32
  private static let endLength = 5

  private let room: RoomName
  /// Seconds since 1970.
  private let end: Int64

  /// - Parameter until: milliseconds since 1970.
  init(to room: RoomName, until: Int64) {
    self.room = room
    end = until / 1_000
  }

  /// One that is made now. What is asked for beyond the longest life is cut: whoever asks goes by a clock of their own.
  init(to room: RoomName, until: Int64?, at now: Int64) {
    self.init(to: room, until: min(until ?? now + Self.usualLife, now + Self.longestLife))
  }

  /// Milliseconds since 1970.
  var until: Int64 { end * 1_000 }

  /// Why there is none that ends then.
  func refusal(at now: Int64) -> Refusal? {
    until > now ? nil : Refusal(.badRequest, "The field until is over already.")
  }

  static func makeKey(_ entropy: any Entropy) -> String { Base64URL.encode(entropy.bytes(keyLength)) }

  func word(by key: String) -> String { Base64URL.encode(endBytes + code(by: key)) }

  /// Whether a word is one that the room's key has made, and still holds.
  static func isValid(_ word: String, to room: RoomName, by key: String, at now: Int64) -> Bool {
    guard word.utf8.count <= 64, let bytes = Base64URL.decode(word), bytes.count == endLength + codeLength else {
      return false
    }
    let end = bytes.prefix(endLength).reduce(0 as Int64) { $0 << 8 | Int64($1) }
    let invitation = Invitation(to: room, until: end * 1_000)
    let isReal = ConstantTime.areEqual(Array(bytes.dropFirst(endLength)), invitation.code(by: key))
    return isReal && invitation.until > now
  }

  private var endBytes: [UInt8] { (0..<Self.endLength).reversed().map { UInt8(truncatingIfNeeded: end >> ($0 * 8)) } }

  private func code(by key: String) -> [UInt8] {
    Array(HMAC.sha256(Array("\(room.text) \(end)".utf8), key: Array(key.utf8)).prefix(Self.codeLength))
  }
}
