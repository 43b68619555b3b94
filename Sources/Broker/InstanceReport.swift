import JSON

/// How one instance is: what it tells the others every few seconds, and operators whenever they ask. Who knows only another
/// version passes over what it does not know, and takes what is missing for nothing.
package struct InstanceReport: Equatable, Sendable {
  /// How the store looks from there.
  package struct Store: Equatable, Sendable {
    /// `memory` or `redis`.
    package var kind = ""
    /// `delivering`, `refusing`, `partial` or `impaired`.
    package var state = ""
    /// What a message takes there and back: microseconds.
    package var roundTrip: Int?
    /// Of its memory: bytes.
    package var used: Int?
    package var limit: Int?

    package init() {}
  }

  package let instance: String
  package var version = ""
  /// As `/health` has it: `ok`, `draining`, `maintenance` or `impaired`.
  package var status = ""
  /// How far it is on its way out of the fleet.
  package var phase = ""
  /// Seconds since it began to serve.
  package var uptime = 0
  package var websockets = 0
  package var polls = 0
  package var rooms = 0
  /// Stored for its clients, and handed to them: since it began, and in the last second.
  package var messages = 0
  package var deliveries = 0
  package var messagesPerSecond = 0
  package var deliveriesPerSecond = 0
  /// Of its one core in the last second, in hundredths.
  package var cpu = 0
  /// Resident: bytes.
  package var memory = 0
  /// What waits for its clients to take it: bytes.
  package var outboxes = 0
  package var store = Store()

  package init(of instance: String) { self.instance = instance }
}

extension InstanceReport {
  /// The longest name and word that are taken from another instance: bytes.
  private static let longestName = 256
  private static let longestWord = 64

  package func write(to writer: inout JSONWriter) {
    writer.member("instance", instance)
    writer.member("version", version)
    writer.member("status", status)
    writer.member("phase", phase)
    writer.member("uptime", uptime)
    writer.member("websockets", websockets)
    writer.member("polls", polls)
    writer.member("rooms", rooms)
    writer.member("messages", messages)
    writer.member("deliveries", deliveries)
    writer.member("messagesPerSecond", messagesPerSecond)
    writer.member("deliveriesPerSecond", deliveriesPerSecond)
    writer.member("cpu", cpu)
    writer.member("memory", memory)
    writer.member("outboxes", outboxes)
    writer.member("store", object: store.write)
  }

  /// `nil` for what names no instance.
  package init?(_ object: JSONObject) {
    guard let instance = object["instance"]?.string, (1...Self.longestName).contains(instance.utf8.count) else {
      return nil
    }
    self.init(of: instance)
    version = Self.word(object["version"])
    status = Self.word(object["status"])
    phase = Self.word(object["phase"])
    uptime = Self.count(object["uptime"])
    websockets = Self.count(object["websockets"])
    polls = Self.count(object["polls"])
    rooms = Self.count(object["rooms"])
    messages = Self.count(object["messages"])
    deliveries = Self.count(object["deliveries"])
    messagesPerSecond = Self.count(object["messagesPerSecond"])
    deliveriesPerSecond = Self.count(object["deliveriesPerSecond"])
    cpu = Self.count(object["cpu"])
    memory = Self.count(object["memory"])
    outboxes = Self.count(object["outboxes"])
    if let store = object["store"]?.object { self.store = Store(store) }
  }

  fileprivate static func word(_ value: JSONValue?) -> String {
    guard let text = value?.string, text.utf8.count <= longestWord else { return "" }
    return text
  }

  /// At most what a number of JavaScript's holds exactly, so that sums of them never trap.
  fileprivate static func count(_ value: JSONValue?) -> Int { Int(min(max(value?.integer ?? 0, 0), 1 << 53)) }
}

extension InstanceReport.Store {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("kind", kind)
    writer.member("state", state)
    if let roundTrip { writer.member("roundTrip", roundTrip) }
    if let used { writer.member("used", used) }
    if let limit { writer.member("limit", limit) }
  }

  fileprivate init(_ object: JSONObject) {
    kind = InstanceReport.word(object["kind"])
    state = InstanceReport.word(object["state"])
    roundTrip = object["roundTrip"].map { InstanceReport.count($0) }
    used = object["used"].map { InstanceReport.count($0) }
    limit = object["limit"].map { InstanceReport.count($0) }
  }
}
