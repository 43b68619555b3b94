import Base
import ChatServer
import EventLoop
import JSON

/// Which rooms there are in which somebody may have written: all but the direct rooms of others, by name.
struct RoomSearch {
  let call: AdminCall
  /// An id; `nil` for everybody.
  let user: String?

  func run(on reactor: Reactor, progress: ProgressLine) throws(AdminCall.Failure) -> [String] {
    var rooms = Set<String>()
    let ofRooms = "/admin/statistics?only=rooms"
    // An instance of 0.13.0 or before takes no such query: it tells of all keys, which takes longer.
    let isOlder = try call.run("GET", ofRooms, on: reactor).status == 400
    try PagedCall(call: call).run("GET", isOlder ? "/admin/statistics" : ofRooms, from: nil, on: reactor) { page in
      rooms.formUnion((page["rooms"]?.array ?? []).compactMap { $0.object?["room"]?.string }.filter(isTheirs))
      progress.show("\(rooms.count) rooms")
      return true
    }
    return rooms.sorted()
  }

  private func isTheirs(_ room: String) -> Bool {
    guard let user, room.hasPrefix("@") else { return true }
    return room.dropFirst().split(separator: ".").contains { $0 == user }
  }
}

extension AdminCall {
  /// An id that is one already, or that of who is signed in under a name.
  func id(of user: String, on reactor: Reactor) throws(Failure) -> String {
    let answer = try run("GET", "/admin/users/\(PercentEncoding.encode(user))", on: reactor)
    guard answer.status == 200, let id = answer.object["id"]?.string else { throw Failure(reason: reason(of: answer)) }
    return id
  }

  /// What an instance answers to what it does not refuse.
  func ask(_ method: String, _ target: String, on reactor: Reactor) throws(Failure) -> JSONObject {
    let answer = try run(method, target, on: reactor)
    guard answer.status == 200 else { throw Failure(reason: reason(of: answer)) }
    return answer.object
  }
}
