import JSON

/// What an erasure has come to: what was found, where it was taken out, and where it was not.
struct EraseReceipt {
  /// What became of a file of the store.
  enum State: Equatable {
    case written
    case unused
    case failed(String)
  }

  /// As instances call them, and for whom Redis knows.
  static let files = ["log", "snapshot"]
  private static let names = ["log": "append-only file", "snapshot": "RDB file"]

  let isTrial: Bool
  var user = ""
  var rooms = 0
  private(set) var messages = 0
  private(set) var edits = 0
  private(set) var reactions = 0
  /// Not told by an instance of 0.12.0 or before, which leaves them.
  private(set) var reports = 0
  /// How many texts and names were taken out of the store itself.
  var blanked = 0
  /// Whether it is forgotten what they have read, and where they were mentioned; `nil` where that was not asked for.
  var isForgotten: Bool?
  /// By file and server.
  private(set) var states: [String: [(server: String, state: State)]] = [:]
  var replicas: [(address: String, follows: Bool)] = []
  /// Whether people may read on in the files of an archive, which has the rooms or may have them. An instance that
  /// does not tell it, of 0.12.0 or before, asks none.
  private(set) var hasArchive = false

  init(isTrial: Bool) { self.isTrial = isTrial }

  var found: Int { messages + edits + reactions + reports }

  mutating func add(_ part: JSONObject) {
    messages += Int(clamping: part["messages"]?.integer ?? 0)
    edits += Int(clamping: part["edits"]?.integer ?? 0)
    reactions += Int(clamping: part["reactions"]?.integer ?? 0)
    reports += Int(clamping: part["reports"]?.integer ?? 0)
    if part["archive"]?.bool == true { hasArchive = true }
  }

  mutating func add(_ state: State, of file: String, at server: String) {
    states[file, default: []].append((server, state))
  }

  /// Whether nothing is shown any more, and everything was done that could be.
  var isWhole: Bool { isStoreDone && !hasArchive }

  private var isStoreDone: Bool {
    let all = states.values.flatMap { $0 }
    guard isForgotten != false, replicas.allSatisfy(\.follows) else { return false }
    return all.allSatisfy { if case .failed = $0.state { false } else { true } }
  }

  var remark: String {
    guard isStoreDone else { return "not everything was reached; the same command tries again" }
    return hasArchive ? "the archive's files were not reached, as this command does not write there" : ""
  }

  var text: String {
    var lines = [
      "\(isTrial ? "to erase" : "erased"): \(messages) messages, \(edits) edits, \(reactions) reactions of \(user) in "
        + "\(rooms) rooms, and \(reports) reports by or about them"
    ]
    guard !isTrial else { return lines[0] + "\n" }
    lines.append("taken out of the store: \(blanked) texts and names")
    if let isForgotten {
      let state = isForgotten ? "forgotten" : "NOT REACHED, the instance is too old for that"
      lines.append("what they have read, and where they were mentioned: \(state)")
    }
    for file in Self.files {
      // Where nothing is written there is no server.
      let told = states[file] ?? [("", .unused)]
      for (server, state) in told {
        let name = (Self.names[file] ?? file) + (told.count > 1 ? " of \(server)" : "")
        lines.append("\(name): \(Self.words(state))")
      }
    }
    for replica in replicas {
      lines.append(
        replica.follows
          ? "replica \(replica.address): has taken it out; its files it writes anew by itself, or by BGREWRITEAOF and BGSAVE"
          : "replica \(replica.address): NOT REACHED, it does not follow")
    }
    if hasArchive {
      lines.append(
        "archive: NOT REACHED: what its files have from before is still shown in the chat; Public/bots.md says how to take "
          + "it out")
    }
    lines.append(
      "not reached: screens of people who are away, backups, logs, other programs' copies, and what bots keep by themselves"
    )
    return lines.joined(separator: "\n") + "\n"
  }

  private static func words(_ state: State) -> String {
    switch state {
    case .written: "written anew"
    case .unused: "there is none"
    case .failed(let reason): "NOT REACHED, \(reason)"
    }
  }
}
