import JSON

/// Whether a room's messages and changes come over one connection in order, each once, without holes: what a client that
/// sorts out repeats would hide.
struct WireOrder {
  private enum Next { case nothing, any, seq(Int64) }

  private var next = Next.nothing
  /// How many were not the next one, though nothing had been said of a gap.
  private(set) var misplaced = 0

  mutating func note(_ object: JSONObject) {
    let seq = object["seq"]?.integer ?? 0
    switch object["type"]?.string {
    case "joined":
      next = .seq(seq - (object["missed"]?.integer ?? 0) - (object["changes"]?.integer ?? 0) + 1)
    case "gap": next = seq == 0 ? .any : .seq(seq)
    case "rewind": next = .any
    default: if object["from"] != nil { noteStored(seq) }
    }
  }

  private mutating func noteStored(_ seq: Int64) {
    switch next {
    case .any: break
    case .seq(seq): break
    case .seq, .nothing: misplaced += 1
    }
    next = .seq(seq + 1)
  }
}
