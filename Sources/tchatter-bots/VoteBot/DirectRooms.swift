import Base
import ChatClient
import ChatProtocol

/// The rooms in which somebody talks with the bot alone. It can't be in all of them for ever, so it leaves the one that
/// has been silent for longest: when something is said there, it is told, and comes back to where it had read.
final class DirectRooms {
  /// In so many at once; the server lets a participant into a hundred rooms.
  static let most = 60
  /// How many of the latest messages are read where nothing is known: those that made it come.
  private static let history = 20

  private struct Place {
    let name: String
    var isLive = false
    /// By the loop's clock.
    var usedAt: Instant = .distantPast
  }

  private let store: any BotStore
  private var places: [String: Place] = [:]
  private var waiting = Queue<(room: String, user: User)>()

  init(store: any BotStore) { self.store = store }

  /// Something was said in a room that the bot is not in.
  func hint(_ room: String, with user: User, _ participant: Participant) {
    guard places[room] == nil, !waiting.contains(where: { $0.room == room }), user.kind == .user else { return }
    waiting.append((room, user))
    goOn(participant)
  }

  /// The room can't be joined.
  func refused(_ name: String) {
    for (room, place) in places where place.name == name { places[room] = nil }
  }

  func isLive(_ room: String) { places[room]?.isLive = true }
  func used(_ room: String, at now: Instant) { places[room]?.usedAt = now }

  /// Joins those that wait, as far as there is place.
  func goOn(_ participant: Participant) {
    while let next = waiting.first, places.count < Self.most || leaveOldest(participant) {
      waiting.removeFirst(1)
      let name = "@" + next.user.name
      giveUp(name, participant)
      places[next.room] = Place(name: name)
      join(next.room, next.user, participant)
    }
  }

  /// Somebody else has this name now, or the same one has come back as another user: that is another room.
  private func giveUp(_ name: String, _ participant: Participant) {
    guard places.values.contains(where: { $0.name == name }) else { return }
    participant.leave(name)
    refused(name)
  }

  /// - Returns: whether there was one that could be left: not one whose past is still being read.
  private func leaveOldest(_ participant: Participant) -> Bool {
    let oldest = places.filter(\.value.isLive).min { $0.value.usedAt < $1.value.usedAt }
    guard let oldest else { return false }
    participant.leave(oldest.value.name)
    places[oldest.key] = nil
    return true
  }

  /// Where it is not known how far it had read, the latest messages are read again; what was seen to is known.
  private func join(_ room: String, _ user: User, _ participant: Participant) {
    store.position(in: room) { [weak participant] result in
      participant?.join("@" + user.name, history: Self.history, after: (try? result.get()) ?? nil)
    }
  }
}
