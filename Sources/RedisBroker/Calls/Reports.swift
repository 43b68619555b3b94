import Base
import Broker
import ChatProtocol
import RedisClient

// The list of what was reported in a room: add_report.lua says what its entries are.

extension AddReport: ScriptedCall {
  static let script = RedisScript("add_report", PackageResources.add_report_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.reports)
    command.add(channel)
    command.add(position.text)
    command.add(user.id)
    command.add("\(PlainWord.encode(user.name)) \(PlainWord.encode(reason))")
    command.add(Report.kept)
    command.add(Report.keptOfOne)
    command.add(Report.lifetime)
    command.add(context.words.publish)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}

extension ListReports: ScriptedCall {
  static let script = RedisScript("list_reports", PackageResources.list_reports_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.channel(room), RoomKey.reports)
    command.add(Report.lifetime)
  }

  /// What can't be read is another version's, or not ours.
  func read(_ reply: inout ReplyCursor) -> [Report]? {
    guard let count = reply.array() else { return nil }
    var reports: [Report] = []
    for _ in 0..<count {
      guard let entry = reply.bytes() else { return nil }
      var words = WordScanner(entry)
      if let report = Report(&words) { reports.append(report) }
    }
    return reports
  }
}

extension RemoveReports: ScriptedCall {
  static let script = RedisScript("remove_reports", PackageResources.remove_reports_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.reports)
    command.add(channel)
    command.add(position.text)
    command.add(user ?? "")
    command.add(context.words.publish)
  }

  func read(_ reply: inout ReplyCursor) -> Int? { reply.integer().map { Int($0) } }
}

extension Report {
  /// `<position> <time> <user> <name> <reason>`
  init?(_ words: inout WordScanner) {
    guard let position = words.word().flatMap({ Position($0) }), let time = words.number(Int64.self),
      let user = words.word(), User.isID(user), let name = words.plainWord(), let reason = words.plainWord()
    else { return nil }
    self.init(position, time: time, by: user, named: name, reason: reason)
  }
}
