import Broker

/// The fleet's picture as tables.
enum TopText {
  private static let head = [
    "INSTANCE", "VERSION", "PHASE", "HEARD", "SOCKETS", "POLLS", "ROOMS", "MSG/S", "DELIV/S", "CPU", "MEMORY",
    "OUTBOXES",
    "STORE",
  ]

  static func tables(_ picture: FleetPicture) -> String {
    var text = TextTable.lines([head] + picture.instances.map(row)).joined()
    if picture.unknown > 0 {
      text +=
        "The balancer sends clients to \(picture.unknown) more: of a version before 0.12, which does not tell, or cut off.\n"
    }
    for one in picture.silent { text += "\(one.admin) tells nothing since \(one.since): \(one.reason)\n" }
    let rooms = picture.rooms.map { ["\($0.messages)", "\($0.deliveries)", "\($0.members)", $0.room] }
    if !rooms.isEmpty {
      text += "\n" + TextTable.lines([["MSG/MIN", "DELIV/MIN", "MEMBERS", "BUSIEST ROOM"]] + rooms).joined()
    }
    let clients = picture.clients.map { client in
      [bytes(Int(clamping: client.outbox)), client.transport, client.instance, client.id, client.name]
    }
    if !clients.isEmpty {
      text += "\n" + TextTable.lines([["OUTBOX", "BY", "INSTANCE", "ID", "NAME"]] + clients).joined()
    }
    return text
  }

  private static func row(_ seen: FleetPicture.Seen) -> [String] {
    let report = seen.report
    return [
      shown(report.instance), shown(report.version), phase(of: report), heard(seen.age), "\(report.websockets)",
      "\(report.polls)",
      "\(report.rooms)", "\(report.messagesPerSecond)", "\(report.deliveriesPerSecond)", "\(report.cpu) %",
      bytes(report.memory), bytes(report.outboxes), store(report.store),
    ]
  }

  /// What another instance says of itself must not steer the terminal.
  private static func shown(_ word: String) -> String {
    String(String.UnicodeScalarView(word.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }

  private static func phase(of report: InstanceReport) -> String {
    guard report.phase == "serving" else { return shown("draining: " + report.phase) }
    return report.status == "ok" ? "serving" : shown(report.status)
  }

  private static func heard(_ age: Int64?) -> String {
    guard let age else { return "now" }
    return age < InstanceAge.silent ? "\(age / 1_000) s ago" : "silent for \(age / 1_000) s"
  }

  private static func store(_ store: InstanceReport.Store) -> String {
    var parts = [store.state == "delivering" ? shown(store.kind) : shown("\(store.kind) \(store.state)")]
    if let micros = store.roundTrip { parts.append("\(micros / 1_000).\(micros % 1_000 / 100) ms") }
    if let used = store.used, let limit = store.limit { parts.append("\(bytes(used)) of \(bytes(limit))") }
    return parts.joined(separator: ", ")
  }

  /// `812 B`, `4.2 MB`.
  static func bytes(_ count: Int) -> String {
    guard count >= 1_000 else { return "\(count) B" }
    var (tenths, unit) = (count / 100, 0)
    while tenths >= 10_000, unit < 3 { (tenths, unit) = (tenths / 1_000, unit + 1) }
    let number = tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
    return "\(number) \(["kB", "MB", "GB", "TB"][unit])"
  }
}
