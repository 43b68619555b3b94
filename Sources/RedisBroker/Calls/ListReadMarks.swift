import Base
import Broker
import ChatProtocol
import RedisClient

extension RedisBackend {
  func run(_ call: ListReadMarks, reply: @escaping ListReadMarks.Completion) {
    send(to: .people) { command in
      command.add("HGETALL" as StaticString)
      command.add(keys.readMarks(of: call.user))
    } completion: { result in
      reply(
        result.reading { cursor in
          cursor.array().flatMap { cursor.marks($0 / 2) }?.sorted { $0.moved > $1.moved }.map(\.mark)
        })
    }
  }
}

extension ReplyCursor {
  /// What can't be read is another version's, or not ours.
  fileprivate mutating func marks(_ count: Int) -> [(mark: RoomMark, moved: Int64)]? {
    var marks: [(RoomMark, Int64)] = []
    for _ in 0..<count {
      guard let room = text(), let value = bytes() else { return nil }
      var words = WordScanner(value)
      if let room = RoomName(stored: room), let mark = ReadMark(&words) {
        marks.append((RoomMark(room, mark), words.number() ?? 0))
      }
    }
    return marks
  }
}
