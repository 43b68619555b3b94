import Broker
import ChatProtocol

/// How far each user has read which rooms.
struct MemoryReadMarks {
  private struct Marks {
    /// Those that were moved last first.
    var list: [RoomMark] = []
    var expiry: Int64 = 0
  }

  private var marks: [User.ID: Marks] = [:]

  /// How many users have any, and how many they are in all.
  var count: Int { marks.count }
  private(set) var total = 0

  /// - Returns: those that moved.
  mutating func move(_ call: MoveReadMarks, now: Int64) -> [ReadMove] {
    var theirs = living(call.user, now: now)
    theirs.expiry = now.addingSeconds(call.lifetime)
    var moved: [ReadMove] = []
    for move in call.moves {
      let known = theirs.list.firstIndex { $0.room == move.room }
      if let known, !move.isForced, !move.mark.isAhead(of: theirs.list[known].mark) { continue }
      if let known { theirs.list.remove(at: known) }
      theirs.list.insert(RoomMark(move.room, move.mark), at: 0)
      moved.append(move)
    }
    theirs.list = Array(theirs.list.prefix(ReadMark.kept))
    total += theirs.list.count - (marks[call.user]?.list.count ?? 0)
    marks[call.user] = theirs
    return moved
  }

  func list(of user: User.ID, now: Int64) -> [RoomMark] { living(user, now: now).list }

  private func living(_ user: User.ID, now: Int64) -> Marks {
    marks[user].flatMap { $0.expiry > now ? $0 : nil } ?? Marks()
  }

  mutating func forget(_ user: User.ID) { total -= marks.removeValue(forKey: user)?.list.count ?? 0 }

  mutating func expire(at now: Int64) {
    marks = marks.filter { $0.value.expiry > now }
    total = marks.values.reduce(0) { $0 + $1.list.count }
  }
}
