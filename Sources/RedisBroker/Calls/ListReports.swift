import Base
import Broker
import ChatProtocol
import RedisClient

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

extension Report {
  /// `<position> <time> <user> <name> <reason>`, as add_report.lua writes it.
  init?(_ words: inout WordScanner) {
    guard let position = words.word().flatMap({ Position($0) }), let time = words.number(Int64.self),
      let user = words.word(), User.isID(user), let name = words.plainWord(), let reason = words.plainWord()
    else { return nil }
    self.init(position, time: time, by: user, named: name, reason: reason)
  }
}
