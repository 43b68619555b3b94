import Base
import Broker
import ChatProtocol

/// Who is in which room, for those who ask: a list is a second old at most, and serves all who ask meanwhile.
final class MemberLists {
  typealias Completion = (Result<Members, Refusal>) -> Void

  private static let lifetime = TimeSpan.seconds(1)
  /// How many users are listed.
  static let limit = 200

  /// What was read, and the store's time that it took whoever gets it.
  private typealias Answer = (_ result: Result<Members, Refusal>, _ time: TimeSpan) -> Void

  private struct List {
    var members: Members?
    var readAt: Instant = .distantPast
    /// Who gets what is being read.
    var asked: [Answer] = []
    /// Whether somebody came or went since it was asked for: whoever asks then waits for the next reading.
    var isOutdated = false
    var waiting: [Answer] = []
  }

  private unowned let hub: Hub
  private var lists: [RoomName: List] = [:]

  init(hub: Hub) { self.hub = hub }

  func ask(for client: Client, of room: RoomName, completion: @escaping Completion) {
    // Who came this very second is to be among them.
    if let followed = hub.followedRoom(room), followed.presence.hasNews(hub.time.now) {
      followed.tellPresence()
      expire(room)
    }
    let isTaken = client.read(of: room) { ended in
      self.serve(room) { result, time in
        completion(result)
        ended(time + Price.telling(users: (try? result.get().users.count) ?? 0))
      }
    }
    if !isTaken { completion(.failure(Client.tooManyReads)) }
  }

  /// Somebody has come or gone.
  func expire(_ room: RoomName) {
    lists[room]?.members = nil
    lists[room]?.isOutdated = true
  }

  private func known(in room: RoomName) -> Members? {
    guard let list = lists[room], hub.time.now < list.readAt + Self.lifetime else { return nil }
    return list.members
  }

  /// Reads for all who ask meanwhile: whoever asked first pays for that.
  private func serve(_ room: RoomName, _ answer: @escaping Answer) {
    if let members = known(in: room) { return answer(.success(members), .zero) }
    var list = lists[room] ?? List()
    let isFirst = list.asked.isEmpty
    if isFirst { list.isOutdated = false }
    if list.isOutdated { list.waiting.append(answer) } else { list.asked.append(answer) }
    lists[room] = list
    if isFirst { read(room) }
  }

  private func read(_ room: RoomName) {
    hub.broker.perform(ListMembers(of: room, limit: Self.limit)) { result in
      var list = self.lists[room] ?? List()
      let (asked, waiting) = (list.asked, list.waiting)
      (list.asked, list.waiting) = ([], [])
      if case .success(let members) = result, !list.isOutdated {
        list.members = members
        list.readAt = self.hub.time.now
      }
      self.lists[room] = list
      var time = Price.members((try? result.get().count) ?? 0)
      for answer in asked {
        answer(result.mapError { Refusal($0) }, time)
        time = .zero
      }
      for answer in waiting { self.serve(room, answer) }
    }
  }

  /// Lets go of lists that are old. To be called once a second.
  func forget() {
    let oldest = hub.time.now - Self.lifetime
    lists = lists.filter { !$0.value.asked.isEmpty || $0.value.readAt > oldest }
  }
}
