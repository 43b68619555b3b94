import Base

/// A place in a room's history. Clients get it as an opaque string and hand it back; only the server looks inside.
///
/// Two histories can hold the same seq: Redis may lose its data (another `epoch`), or fail over to a replica that had
/// not yet seen the newest messages (another `generation`). Epoch and generation say which history a seq belongs to; the
/// message's `identity` catches what neither does, an older dump loaded into the same process.
package struct Position: Equatable, Sendable {
  /// A random name given when Redis first creates the room's backlog: 1–16 bytes of `[a-z0-9]`.
  package let epoch: String
  /// Which primary wrote the room: 0 for the epoch's first, greater with each that follows. The steps differ, so that two
  /// primaries promoted over the same one do not share a number.
  package let generation: UInt32
  /// 1, 2, 3 … within an epoch; 0 is the place before the first message.
  package let seq: UInt64
  /// Of the message at `seq`: 1–16 bytes of `[a-z0-9]`; `-` at seq 0.
  package let identity: String

  package init(epoch: String, generation: UInt32, seq: UInt64, identity: String) {
    self.epoch = epoch
    self.generation = generation
    self.seq = seq
    self.identity = identity
  }

  /// Where `message` lies.
  package init(of message: StoredMessage, epoch: String) {
    self.init(epoch: epoch, generation: message.generation, seq: message.seq, identity: message.identity)
  }

  /// The form that travels: `epoch.generation.seq.identity`.
  package var text: String { "\(epoch).\(generation).\(seq).\(identity)" }

  /// Reads what `text` wrote; `nil` for anything else. Bounded: 64 bytes at most are looked at.
  package init?(_ text: String) {
    guard text.utf8.count <= 64 else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, let generation = UInt32(parts[1]), let seq = UInt64(parts[2]),
      Self.isWord(parts[0]), Self.isWord(parts[3]) || (seq == 0 && parts[3] == "-"),
      seq <= Self.greatestSeq
    else { return nil }
    self.init(epoch: String(parts[0]), generation: generation, seq: seq, identity: String(parts[3]))
  }

  /// Seqs are also numbers in Lua and JavaScript, exact up to 2^53.
  package static let greatestSeq: UInt64 = 1 << 53

  private static func isWord(_ part: Substring) -> Bool {
    (1...16).contains(part.utf8.count)
      && part.utf8.allSatisfy { ASCII.isLowercase($0) || ASCII.isDigit($0) }
  }
}
