import Base
import Broker
import ChatProtocol
import RedisClient

extension MoveReadMarks: ScriptedCall {
  static let script = RedisScript("move_read_marks", PackageResources.move_read_marks_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.readMarks(of: user))
    command.add(RedisKeys.seconds(lifetime))
    command.add(ReadMark.kept)
    command.add(RedisKeys.fleet)
    command.add("r\(user) \(PlainWord.encode(instance))")
    for move in moves {
      command.add(move.room.text)
      command.add(move.mark.stored)
      command.add(move.isForced ? "1" : "0")
    }
  }

  func read(_ reply: inout ReplyCursor) -> [RoomName]? {
    guard let count = reply.array() else { return nil }
    var rooms: [RoomName] = []
    for _ in 0..<count {
      guard let room = reply.text().flatMap({ RoomName(stored: $0) }) else { return nil }
      rooms.append(room)
    }
    return rooms
  }
}

extension ReadMark {
  /// `<position> <time> <a|b>`, at the position or before it.
  var stored: String { "\(position.text) \(time) \(isBefore ? "b" : "a")" }

  init?(_ words: inout WordScanner) {
    guard let position = words.word().flatMap({ Position($0) }), let time = words.number(Int64.self),
      let side = words.word(), side == "a" || side == "b"
    else { return nil }
    self.init(position, time: time, isBefore: side == "b")
  }
}
