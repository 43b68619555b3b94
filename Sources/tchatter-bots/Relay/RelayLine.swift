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
    guard let letter = bytes.first.map({ Unicode.Scalar($0) }), let line = Self.read(letter, bytes.dropFirst()) else {
      return nil
    }
    self = line
  }

  private static func read(_ letter: Unicode.Scalar, _ rest: ArraySlice<UInt8>) -> RelayLine? {
    guard let first = rest.first else { return single(letter) }
    guard first == space else { return nil }
    let rest = rest.dropFirst()
    return toSend(letter, rest) ?? person(letter, rest) ?? mention(letter, rest) ?? failure(letter, rest)
  }

  private static func single(_ letter: Unicode.Scalar) -> RelayLine? {
    switch letter {
    case "d": .delivered
    case "x": .givenUp
    case "i": .on
    default: nil
    }
  }

  private static func toSend(_ letter: Unicode.Scalar, _ rest: ArraySlice<UInt8>) -> RelayLine? {
    switch letter {
    case "p": word(rest).map { .position($0 == "-" ? nil : $0) }
    case "e": words(3, rest).map { .event(outgoing($0[1], $0[2]), position: text($0[0])) }
    case "n": words(2, rest).map { .notice(outgoing($0[0], $0[1])) }
    default: nil
    }
  }

  private static func person(_ letter: Unicode.Scalar, _ rest: ArraySlice<UInt8>) -> RelayLine? {
    switch letter {
    case "c": eventOfUser(rest).map { .came($0, $1) }
    case "w": eventOfUser(rest).map { .went($0, $1) }
    case "h": user(rest).map { .here($0) }
    case "k": user(rest).map { .known($0) }
    default: nil
    }
  }

  private static func mention(_ letter: Unicode.Scalar, _ rest: ArraySlice<UInt8>) -> RelayLine? {
    switch letter {
    case "m":
      guard let words = Self.words(2, rest), let id = word(words[0]),
        let object = try? JSONParser.parseObject(Array(words[1]))
      else { return nil }
      return AwayMention(journal: object).map { .mentioned(id, $0) }
    case "a": return eventOfUser(rest).map { .away($0, $1.id) }
    case "t": return word(rest).map { .told($0) }
    case "b": return word(rest).map { .back($0) }
    default: return nil
    }
  }

  private static func failure(_ letter: Unicode.Scalar, _ rest: ArraySlice<UInt8>) -> RelayLine? {
    switch letter {
    case "f":
      guard let words = Self.words(2, rest), let times = Int(text(words[0])), let inRow = Int(text(words[1])) else {
        return nil
      }
      return .failed(times: times, inRow: inRow)
    case "o": return .off(text(rest))
    default: return nil
    }
  }

  // MARK: - Words

  private static let space = UInt8(ascii: " ")

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// The one word that there is.
  private static func word(_ rest: ArraySlice<UInt8>) -> String? {
    rest.isEmpty || rest.contains(space) ? nil : text(rest)
  }

  /// The last of them may have spaces.
  private static func words(_ count: Int, _ rest: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    let words = rest.split(separator: space, maxSplits: count - 1, omittingEmptySubsequences: false)
    return words.count == count ? words : nil
  }

  private static func outgoing(_ id: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>) -> OutgoingEvent {
    OutgoingEvent(id: text(id), body: Array(body))
  }

  private static func eventOfUser(_ rest: ArraySlice<UInt8>) -> (OutgoingEvent, User)? {
    guard let words = Self.words(2, rest), let user = Self.user(words[1], member: "user") else { return nil }
    return (outgoing(words[0], words[1]), user)
  }

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
