import Base
import Broker
import ChatProtocol

/// What the fleet has yet to be told of who is in a room through this instance, and the members of who is in it at all.
///
/// Coming is told at once, leaving by itself too; a broken connection counts as leaving only after a grace, so that
/// nobody "left" who is only changing instances. Who is here now stands in the room's members.
struct PresenceNews {
  private struct Departure {
    let user: User
    let due: Instant
  }

  /// Between two assertions of who is here.
  private static let assertionSpan: TimeSpan = .seconds(PresenceHold.lifetime / 3)
  /// Between two times that the number of members is told where there are many: so long that it is told to 500 of them a
  /// second, within these bounds.
  private static let countSpans = TimeSpan.seconds(2)...TimeSpan.seconds(60)
  private static let countsPerSecond = 500
  /// To how many the number of members is told in the shorter of these times.
  static let mostPaid = 1_000
  /// Between two pieces of news, so that many who come at once are told together.
  private static let newsSpan: TimeSpan = .milliseconds(250)

  private var arrivals: [User] = []
  private var departures: [User.ID: Departure] = [:]
  /// No departure is due before.
  private var nextDeparture = Instant.distantFuture
  private var toldAt = Instant.distantPast
  private var assertionDue: Instant
  private var countToldAt = Instant.distantPast

  /// The users in the room on all instances, as last heard.
  var count = 0
  /// Whether the members have yet to be told how many they are.
  var hasUntoldCount = false
  /// Whether somebody has paid for that.
  var isCountPaid = false

  /// - Parameter share: in 0..<1: when in its span those who are here are asserted again.
  init(share: Double, at now: Instant) { assertionDue = now + .seconds(share * Self.assertionSpan.seconds) }

  /// Whether nobody lingers and nothing is to be told.
  var isEmpty: Bool { arrivals.isEmpty && departures.isEmpty }

  /// The user's first connection here has joined.
  /// - Returns: whether the fleet is to be told.
  mutating func arrive(_ user: User) -> Bool {
    guard departures.removeValue(forKey: user.id) == nil else { return false }
    arrivals.append(user)
    count += 1
    return true
  }

  /// Whether the user has left, and counts as present still.
  func lingers(_ user: User) -> Bool { departures[user.id] != nil }

  /// The user's last connection here has gone.
  /// - Parameter due: when the user counts as gone, unless they come back before.
  mutating func depart(_ user: User, due: Instant) {
    departures[user.id] = Departure(user: user, due: due)
    nextDeparture = min(nextDeparture, due)
  }

  func hasNews(_ now: Instant) -> Bool { !arrivals.isEmpty || nextDeparture <= now }

  /// Whether there is something to tell the fleet, and nothing was told just now.
  func isNewsDue(_ now: Instant) -> Bool { hasNews(now) && now >= toldAt + Self.newsSpan }

  /// Takes what is to be told, if there is something: at most 1,000 of each. Nobody is both: who came and went is told to
  /// have gone next time.
  mutating func takeNews(_ now: Instant) -> (present: [User], gone: [User.ID])? {
    guard hasNews(now) else { return nil }
    let present = Array(arrivals.prefix(1_000))
    arrivals.removeFirst(present.count)
    let gone = takeDepartures(now, except: Set(present.map(\.id)))
    guard !present.isEmpty || !gone.isEmpty else { return nil }
    toldAt = now
    return (present, gone)
  }

  /// In the order in which they are due, so that the same comes of the same.
  private mutating func takeDepartures(_ now: Instant, except present: Set<User.ID>) -> [User.ID] {
    let due = departures.values.filter { $0.due <= now && !present.contains($0.user.id) }
    let gone = due.sorted { ($0.due, $0.user.id) < ($1.due, $1.user.id) }.prefix(1_000).map(\.user.id)
    for id in gone { departures[id] = nil }
    nextDeparture = departures.values.map(\.due).min() ?? .distantFuture
    return gone
  }

  /// Those who left but are still within the grace: they go on being asserted.
  var lingering: [User] { departures.values.map(\.user).sorted { $0.id < $1.id } }

  /// Whether those who are here are to be asserted now, before they expire.
  mutating func takeAssertion(_ now: Instant) -> Bool {
    guard now >= assertionDue else { return false }
    assertionDue = now + Self.assertionSpan
    return true
  }

  /// Whether the members are to be told now how many they are.
  mutating func takeCount(_ now: Instant) -> Bool {
    let span = TimeSpan.seconds(Double(count) / Double(Self.countsPerSecond))
    let bounded = min(max(span, Self.countSpans.lowerBound), Self.countSpans.upperBound)
    guard hasUntoldCount, now >= countToldAt + bounded else { return false }
    hasUntoldCount = false
    isCountPaid = false
    countToldAt = now
    return true
  }
}
