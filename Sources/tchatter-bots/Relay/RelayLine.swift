import ChatProtocol
import JSON

/// A line of a room's journal: what has changed, in one step. A letter, a space, and words:
///
///     p POSITION          the room has been read to here; "-" where it was empty
///     e POSITION ID JSON  the same, and the event that stands there has to be sent
///     n ID JSON           something has to be sent that has no place: a gap, or what was given up before
///     c ID JSON           somebody came, which has to be sent
///     w ID JSON           somebody went, which has to be sent
///     h JSON              somebody is there, which was sent
///     k JSON              somebody is known, whom a mention can mean
///     m USER JSON         somebody is mentioned there; whether they are away is judged later
///     a ID JSON           somebody was mentioned who is away, which has to be sent
///     t USER              the same, which was sent
///     b USER              somebody is there again, or that was not to be told
///     d                   the first of those that have to be sent has arrived
///     f TIMES ROW         it has failed so often, and with others before it so often in a row
///     x                   it was given up
///     o REASON            nothing is sent any more
///     i                   sent again
enum RelayLine: Equatable {
  case position(String?)
  case event(OutgoingEvent, position: String)
  case notice(OutgoingEvent)
  case came(OutgoingEvent, User)
  case went(OutgoingEvent, User)
  case here(User)
  case known(User)
  case mentioned(User.ID, AwayMention)
  case away(OutgoingEvent, User.ID)
  case told(User.ID)
  case back(User.ID)
  case delivered
  case failed(times: Int, inRow: Int)
  case givenUp
  case off(String)
  case on

  /// - Returns: `nil` for anything else.
  init?(_ bytes: ArraySlice<UInt8>) {
    func words(_ most: Int) -> [ArraySlice<UInt8>] {
      bytes.dropFirst(2).split(separator: UInt8(ascii: " "), maxSplits: most - 1, omittingEmptySubsequences: false)
    }
    func text(_ word: ArraySlice<UInt8>) -> String { String(decoding: word, as: UTF8.self) }
    guard let letter = bytes.first, bytes.count == 1 || bytes.dropFirst().first == UInt8(ascii: " ") else { return nil }
    switch (letter, words(Self.wordCounts[letter] ?? 2)) {
    case (UInt8(ascii: "p"), let words) where words.count == 1 && !words[0].isEmpty:
      self = .position(text(words[0]) == "-" ? nil : text(words[0]))
    case (UInt8(ascii: "e"), let words) where words.count == 3:
      self = .event(OutgoingEvent(id: text(words[1]), body: Array(words[2])), position: text(words[0]))
    case (UInt8(ascii: "n"), let words) where words.count == 2:
      self = .notice(OutgoingEvent(id: text(words[0]), body: Array(words[1])))
    case (UInt8(ascii: "c"), let words) where words.count == 2:
      guard let user = Self.user(words[1], member: "user") else { return nil }
      self = .came(OutgoingEvent(id: text(words[0]), body: Array(words[1])), user)
    case (UInt8(ascii: "w"), let words) where words.count == 2:
      guard let user = Self.user(words[1], member: "user") else { return nil }
      self = .went(OutgoingEvent(id: text(words[0]), body: Array(words[1])), user)
    case (UInt8(ascii: "h"), let words) where words.count == 1:
      guard let user = Self.user(words[0]) else { return nil }
      self = .here(user)
    case (UInt8(ascii: "k"), let words) where words.count == 1:
      guard let user = Self.user(words[0]) else { return nil }
      self = .known(user)
    case (UInt8(ascii: "m"), let words) where words.count == 2:
      guard !words[0].isEmpty, let object = try? JSONParser.parseObject(Array(words[1])),
        let mention = AwayMention(journal: object)
      else { return nil }
      self = .mentioned(text(words[0]), mention)
    case (UInt8(ascii: "a"), let words) where words.count == 2:
      guard let user = Self.user(words[1], member: "user") else { return nil }
      self = .away(OutgoingEvent(id: text(words[0]), body: Array(words[1])), user.id)
    case (UInt8(ascii: "t"), let words) where words.count == 1 && !words[0].isEmpty: self = .told(text(words[0]))
    case (UInt8(ascii: "b"), let words) where words.count == 1 && !words[0].isEmpty: self = .back(text(words[0]))
    case (UInt8(ascii: "f"), let words) where words.count == 2:
      guard let times = Int(text(words[0])), let inRow = Int(text(words[1])) else { return nil }
      self = .failed(times: times, inRow: inRow)
    case (UInt8(ascii: "o"), let words) where words.count == 1: self = .off(text(words[0]))
    case (UInt8(ascii: "d"), _) where bytes.count == 1: self = .delivered
    case (UInt8(ascii: "x"), _) where bytes.count == 1: self = .givenUp
    case (UInt8(ascii: "i"), _) where bytes.count == 1: self = .on
    default: return nil
    }
  }

  /// How many words follow the letter, where it is not two.
  private static let wordCounts = [
    UInt8(ascii: "e"): 3, UInt8(ascii: "o"): 1, UInt8(ascii: "h"): 1, UInt8(ascii: "k"): 1, UInt8(ascii: "t"): 1,
    UInt8(ascii: "b"): 1,
  ]

  private static func user(_ json: ArraySlice<UInt8>, member: String? = nil) -> User? {
    guard let object = try? JSONParser.parseObject(Array(json)) else { return nil }
    return User(member.map { object[$0]?.object } ?? object)
  }

  /// With its end.
  var bytes: [UInt8] {
    let (head, body): (String, [UInt8]) =
      switch self {
      case .position(let position): ("p \(position ?? "-")", [])
      case .event(let event, let position): ("e \(position) \(event.id) ", event.body)
      case .notice(let event): ("n \(event.id) ", event.body)
      case .came(let event, _): ("c \(event.id) ", event.body)
      case .went(let event, _): ("w \(event.id) ", event.body)
      case .here(let user): ("h ", JSONWriter.object { $0.user(user) })
      case .known(let user): ("k ", JSONWriter.object { $0.user(user) })
      case .mentioned(let id, let mention): ("m \(id) ", JSONWriter.object { mention.members(&$0, isInJournal: true) })
      case .away(let event, _): ("a \(event.id) ", event.body)
      case .told(let id): ("t \(id)", [])
      case .back(let id): ("b \(id)", [])
      case .delivered: ("d", [])
      case .failed(let times, let inRow): ("f \(times) \(inRow)", [])
      case .givenUp: ("x", [])
      case .off(let reason): ("o \(reason)", [])
      case .on: ("i", [])
      }
    return Array(head.utf8) + body + [UInt8(ascii: "\n")]
  }
}
