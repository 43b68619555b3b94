/// What may be done in a room and by whom, as its changes have left it. What follows from that is `Chat`'s `allows`.
package struct Policy: Equatable, Sendable {
  package enum Mode: String, CaseIterable, Sendable {
    /// Everybody reads and writes.
    case open
    /// Only those with a role are let in.
    case closed
    /// Everybody reads, the owner and moderators write.
    case announce
  }

  package enum Role: String, CaseIterable, Sendable {
    case owner, moderator, member, muted, banned

    /// Whether they lead the room.
    package var leads: Bool { self == .owner || self == .moderator }
  }

  /// Who may call everybody (`Everybody`).
  package enum Callers: String, CaseIterable, Sendable {
    case nobody = "none"
    /// Whoever leads the room.
    case moderators
    /// Whoever has a role in it.
    case members

    package func contains(_ role: Role?) -> Bool {
      switch self {
      case .nobody: false
      case .moderators: role?.leads == true
      case .members: role != nil
      }
    }
  }

  /// What somebody is in a room.
  package struct Standing: Equatable, Sendable {
    package let role: Role
    /// When it ends by itself, of the muted and the banned: milliseconds since 1970; 0 for never.
    package let until: Int64
    /// What they were called when it was given; empty where that was not known.
    package let name: String

    package init(_ role: Role, until: Int64 = 0, name: String = "") {
      self.role = role
      self.until = until
      self.name = name
    }
  }

  /// A message that is shown to all: by its author's id and its own it keeps its name for good, wherever it lies.
  package struct Pin: Equatable, Sendable {
    /// Where it lay when it was pinned.
    package let position: Position
    package let author: User.ID
    package let id: String

    package init(_ position: Position, author: User.ID, id: String) {
      self.position = position
      self.author = author
      self.id = id
    }
  }

  /// How many people a policy can name.
  package static let mostPeople = 1_000
  /// The longest topic, in Unicode scalars, and the longest pause between two messages: seconds.
  package static let longestTopic = 250
  package static let longestPause = 86_400
  /// The shortest time for which a room keeps its messages: seconds.
  package static let leastRetain = 60

  /// The identity of the newest change; empty where there was none. No two changes share one, in whatever history they lie.
  package var version = ""
  /// Where that change lies.
  package var seq: UInt64 = 0
  package var mode = Mode.open
  /// How many seconds somebody waits between two messages; 0 for none.
  package var slow = 0
  package var topic = ""
  package var pin: Pin?
  /// How many seconds the room's messages are kept, where the fleet would keep them longer; 0 for as long as the fleet does.
  package var retain = 0
  /// Who may call everybody, where somebody has said so.
  package var everybody: Callers?
  package var people: [User.ID: Standing] = [:]

  package init() {}

  /// Whether the room has a policy at all.
  package var exists: Bool { !version.isEmpty }

  /// What somebody is at a moment: who was muted is a member again, who was banned is nobody.
  package func role(of user: User.ID, at now: Int64) -> Role? {
    guard let standing = people[user] else { return nil }
    guard standing.until > 0, standing.until <= now else { return standing.role }
    return standing.role == .muted ? .member : nil
  }

  /// Who may call everybody: where all can come, nobody may, unless it was said.
  package var callers: Callers {
    if let everybody { return everybody }
    switch mode {
    case .open: return .nobody
    case .closed: return .members
    case .announce: return .moderators
    }
  }

  /// How many seconds the room's messages are kept by a fleet that keeps them for so many.
  package func kept(within fleet: Int) -> Int { retain > 0 ? min(retain, fleet) : fleet }

  package mutating func apply(_ change: PolicyChange, version: String, seq: UInt64, at now: Int64) {
    self.version = version
    self.seq = seq
    if let mode = change.settings.mode { self.mode = mode }
    if let slow = change.settings.slow { self.slow = slow }
    if let topic = change.settings.topic { self.topic = topic }
    if let pinning = change.settings.pin { pin = pinning.pin }
    if let retain = change.settings.retain { self.retain = retain }
    if let everybody = change.settings.everybody { self.everybody = everybody }
    if let owner = change.founder { people[owner.id] = Standing(.owner, name: owner.name) }
    if let person = change.person { people[person.id] = change.standing }
    people = people.filter { $0.value.role != .banned || $0.value.until == 0 || $0.value.until > now }
  }
}
