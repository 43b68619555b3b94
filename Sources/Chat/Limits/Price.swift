import Base
import Broker
import ChatProtocol

/// What something costs those whom all share: the store's time, the bytes that it keeps, and the instances' work for all who
/// get it.
///
/// The times are what Redis spends on the calls that a request leads to, as `infra/test-fair --prices` measures them, rounded
/// up.
struct Price {
  /// How many messages it counts as; 0 for what is none. Messages and changes are counted apart from all other requests.
  var messages = 0
  var storeTime = TimeSpan.zero
  /// What is stored: bytes.
  var bytes = 0
  /// How many people it is told to, a long message as several times.
  var deliveries = 0

  /// What the store has to keep of a message besides its text and data: header, author, place, what it answers, and the
  /// request's id.
  private static let messageOverhead = 500

  /// A long message counts as several, of so many bytes each: what it costs the store, the wires and those who get it.
  private static let messageBytes = 2_048

  static func message(bytes: Int) -> Price {
    Price(
      messages: 1 + bytes / messageBytes, storeTime: .microseconds(80 + bytes / 256), bytes: messageOverhead + bytes)
  }

  /// A change that takes texts out of what is handed out, which is a call of its own.
  static func erasure(bytes: Int) -> Price {
    var price = message(bytes: bytes)
    price.storeTime += .microseconds(50)
    return price
  }

  /// A change of a room's policy: stored with the policy, of which all the people are looked through (`person`, for each).
  /// - isAboutID: whether a name may have to be looked for among a room's members.
  static func policy(bytes: Int, isAboutID: Bool) -> Price {
    var price = message(bytes: bytes)
    price.storeTime += .microseconds(100) + (isAboutID ? members(MemberLists.limit) : .zero)
    return price
  }

  /// Coming by an invitation: its key is looked for, and the change of the policy is stored by which one becomes a member.
  static var invitation: Price {
    var price = policy(bytes: 0, isAboutID: false)
    price.storeTime += .microseconds(60)
    return price
  }

  /// A report: the message is looked for, and all of the room's reports are looked through.
  static func report(bytes: Int) -> Price {
    var price = message(bytes: bytes)
    price.storeTime += .microseconds(150)
    return price
  }

  /// Making a session of a code, besides what every hello costs: the user's others are looked through, and hear of it.
  static let deviceSession = TimeSpan.microseconds(50)

  /// What the store keeps of a code for another device.
  static let codeBytes = 400

  /// What the store keeps of a read mark, or a mention.
  static let markBytes = 150

  /// One of those who have a role in a room.
  static let person = TimeSpan.microseconds(1)

  /// The same, with what it takes to note for so many people that they are called.
  func calling(_ count: Int) -> Price {
    var price = self
    price.storeTime += .microseconds(4 * count)
    price.bytes += Self.markBytes * count
    return price
  }

  /// The same, with what it takes to note for people that they are mentioned.
  func noting(_ names: [[String]]) -> Price {
    guard !names.isEmpty else { return self }
    var price = self
    price.storeTime += .microseconds(20 + 10 * names.count + 4 * names.joined().count)
    price.bytes += Self.markBytes * names.count
    return price
  }

  /// The same, told to so many people.
  func told(to audience: Int) -> Price {
    var price = self
    price.deliveries = messages * audience
    return price
  }

  /// Noting a message to a person with both of the two.
  static let directNote = TimeSpan.microseconds(60)

  /// Whether the other one of a direct room, who is not there, can come back; and whether the store knows the author.
  static let partnerLook = TimeSpan.microseconds(40)

  /// A request whose reading is charged once it is known what was read: this is for finding out whose room is meant.
  static let reading = Price.request(40)
  static func request(_ microseconds: Int) -> Price { Price(storeTime: .microseconds(microseconds)) }

  /// Looking up whose token a request carries.
  static let authentication = Price.request(50)
  /// That, and the direct rooms of whoever it is; or making a session.
  static let hello = Price.request(60)
  /// Prolonging a session, and looking it up.
  static let renewal = Price.request(90)
  /// Finding a webhook, and counting its post.
  static let hookPost = Price.request(60)
  /// Telling that somebody came to a room or went.
  static let presence = TimeSpan.microseconds(60)
  /// Looking for a file of another version of the page.
  static let pageFile = Price.request(30)
  /// Beginning to follow a room, before anything is read of it.
  static let subscription = TimeSpan.microseconds(40)

  /// A page of a room's history: to send a message costs less than to judge it first.
  static func history(messages: Int, bytes: Int) -> TimeSpan {
    .microseconds(30 + 2 * messages + bytes / 1_024)
  }

  /// A part of a room's history that is searched. The instance's work counts as if it were the store's: all share that,
  /// too.
  /// - Parameter foldedBytes: as what the texts are compared, which may be ten times as long.
  static func search(messages: Int, bytes: Int, foldedBytes: Int) -> TimeSpan {
    history(messages: messages, bytes: bytes) + .microseconds(20 + messages / 2 + max(bytes, foldedBytes) / 200)
  }

  /// A page of what follows a position.
  static func page(messages: Int, bytes: Int) -> TimeSpan {
    .microseconds(40 + 6 * messages + bytes / 1_024)
  }

  static func members(_ count: Int) -> TimeSpan { .microseconds(30 + count) }
  /// Writing a list of people, which is the instance's work: it counts as if it were the store's.
  static func telling(users: Int) -> TimeSpan { .microseconds(users / 2) }
  static func rooms(_ count: Int) -> TimeSpan { .microseconds(20 + 2 * count) }
  static func marks(_ count: Int) -> TimeSpan { .microseconds(count / 4) }
  static func sessions(_ count: Int) -> TimeSpan { .microseconds(2 * count) }
  /// Ending some of a user's sessions, all of which are looked through.
  static func revocation(of count: Int) -> TimeSpan { .microseconds(15 * count) }
  /// - Parameter policies: that are to be read, to know who may read what is mentioned.
  static func mentions(_ count: Int, policies: Int) -> TimeSpan { .microseconds(count / 4 + 25 * policies) }
}

extension SyncPage {
  /// The store's time that it took.
  var price: TimeSpan { Price.page(messages: messages.count, bytes: messages.reduce(0) { $0 + $1.body.count }) }
}

extension HistoryPage {
  var byteCount: Int { messages.reduce(0) { $0 + $1.body.count } }
}

extension ClientRequest {
  /// What the request costs, as a room's message is told to all who are there. Whoever is not let in does not pay by what is
  /// there: the limit that they meet would tell them.
  /// - Parameter mentioned: by the message.
  func price(of client: Client, mentioning mentioned: Mentioned) -> Price {
    var price = action.price.noting(mentioned.names)
    guard price.messages > 0, let name = action.room.flatMap({ RoomName($0) }),
      let room = client.hub.followedRoom(name), room.admits(client.user, .enter),
      client.may(.enter, in: name)
    else { return price }
    if case .govern = action { price.storeTime += Price.person * room.policy.people.count }
    if mentioned.everybody == .all, client.may(.callEverybody, by: room.policy) {
      price = price.calling(room.policy.called(at: client.hub.time.wallClock).count)
    }
    return price.told(to: room.audience)
  }
}

extension ClientRequest.Action {
  /// Where what it stores is told; `nil` for what stores nothing, or not yet: coming by an invitation is told once that is valid.
  fileprivate var room: String? {
    switch self {
    case .send(let room, _, _, _), .change(_, _, let room), .govern(_, let room): room
    case .hello, .renew, .device, .devices, .revoke, .join, .leave, .invite, .report, .reports, .resolve, .history,
      .search, .members, .rooms, .read, .marks, .mentions, .typing, .ping:
      nil
    }
  }

  /// Whom the request mentions, where that counts. It takes a while to find out.
  var mentioned: Mentioned {
    guard case .send(let room, let text, _, _) = self, room.first != "@" else { return Mentioned() }
    return Mentioned(in: text)
  }

  /// What the request costs whatever comes of it, without what it mentions. Each has its price: there is no default.
  var price: Price {
    switch self {
    case .hello: .hello
    case .renew: .renewal
    case .device: Price(storeTime: .microseconds(60), bytes: Price.codeBytes)
    case .devices: .reading
    case .revoke: .request(60)
    // The store is told by and by who came and went; that is charged then.
    case .join(_, _, _, nil): .request(40)
    case .join: .invitation
    case .invite: Price(storeTime: .microseconds(80), bytes: Price.markBytes)
    case .report(_, _, let reason): .report(bytes: reason.utf8.count)
    case .reports: .request(150)
    case .resolve: .request(200)
    case .leave: .request(10)
    case .send(_, let text, _, let data): .message(bytes: text.utf8.count + (data?.json.count ?? 0))
    case .change(.edit(let text), _, _): .erasure(bytes: text.utf8.count)
    case .change(.delete, _, _): .erasure(bytes: 0)
    case .change: .message(bytes: 0)
    case .govern(let governing, _):
      .policy(bytes: governing.settings.topic?.utf8.count ?? 0, isAboutID: governing.user.map(User.isID) ?? false)
    case .history: .reading
    case .search: .reading
    case .members: .reading
    case .rooms: .reading
    case .read: Price(storeTime: .microseconds(60), bytes: Price.markBytes)
    case .marks: .reading
    case .mentions: .reading
    case .typing: .request(40)
    case .ping: .request(0)
    }
  }
}
