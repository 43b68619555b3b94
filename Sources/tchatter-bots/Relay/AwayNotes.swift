import ChatProtocol

/// Who was mentioned in a room and may be away, and who has been told of, so that nobody is told of twice while they are away.
struct AwayNotes {
  /// People who may be noted at once, and mentions that are kept of each.
  static let mostPeople = 1_000
  static let mostMentions = 10

  private(set) var known: KnownPeople
  /// What was heard since they were there last, the oldest first.
  private(set) var mentions: [User.ID: [AwayMention]] = [:]
  /// Who are away, as the receiver was told, or is about to be.
  private(set) var told: Set<User.ID> = []

  init(known: KnownPeople = KnownPeople()) { self.known = known }

  /// What the other lines say is not this one's.
  mutating func apply(_ line: RelayLine) {
    switch line {
    case .known(let user): hear(of: user)
    case .mentioned(let id, let mention): mentions[id, default: []].append(mention)
    case .away(_, let id), .told(let id):
      mentions[id] = nil
      told.insert(id)
    case .back(let id):
      mentions[id] = nil
      told.remove(id)
    default: break
    }
  }

  private mutating func hear(of user: User) {
    let before = known.count
    known.hear(of: user)
    // Who is forgotten is not kept for having been told of either.
    if known.count < before { told = told.filter { known[$0] != nil } }
  }

  /// Of whom anything is noted that ends when they come.
  var held: Set<User.ID> { told.union(mentions.keys) }

  /// Whether anything is noted of somebody that ends when they come.
  func holds(_ id: User.ID) -> Bool { mentions[id] != nil || told.contains(id) }

  /// Whether a mention of somebody is to be noted.
  func wants(_ id: User.ID) -> Bool {
    guard !told.contains(id) else { return false }
    guard let noted = mentions[id] else { return mentions.count < Self.mostPeople }
    return noted.count < Self.mostMentions
  }

  /// Whose first mention was heard by then: milliseconds since 1970.
  func due(at moment: Int64) -> [User.ID] {
    mentions.filter { $0.value.first.map { $0.heard <= moment } == true }.keys.sorted()
  }

  /// The fewest lines that come to the same.
  var lines: [RelayLine] {
    var lines = known.users.map { RelayLine.known($0) }
    for (id, noted) in mentions.sorted(by: { $0.key < $1.key }) { lines += noted.map { .mentioned(id, $0) } }
    return lines + told.sorted().map { .told($0) }
  }
}
