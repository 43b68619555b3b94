import Broker
import JSON

/// The fleet, put together from what several instances tell.
struct FleetPicture {
  /// Rooms and clients that are shown.
  private static let most = 20

  struct Seen {
    let report: InstanceReport
    /// How long ago it told that, in milliseconds; `nil` when it was asked itself.
    let age: Int64?
  }

  struct Silent {
    let admin: String
    /// A moment in words.
    let since: String
    let reason: String
  }

  struct Room {
    let room: String
    var messages: Int64
    var deliveries: Int64
    var members: Int64
  }

  struct Client {
    let id: String
    let name: String
    let transport: String
    let outbox: Int64
    let instance: String
  }

  private var seen: [String: Seen] = [:]
  private var roomsByName: [String: Room] = [:]
  private var allClients: [Client] = []
  /// Instances that clients are sent to and that do not tell.
  private(set) var unknown: Int64 = 0
  /// The addresses at which none tells anything.
  var silent: [Silent] = []

  /// Takes in an instance's answer.
  mutating func add(_ answer: JSONObject) {
    let instance = answer["instance"]?.string ?? "?"
    var told: Int64 = 0
    for object in Self.objects(answer["instances"]) {
      guard let report = InstanceReport(object) else { continue }
      let age = object["age"]?.integer
      if let age, age < InstanceAge.silent { told += 1 }
      add(Seen(report: report, age: age))
    }
    unknown = max(unknown, (answer["othersByBalancer"]?.integer ?? 0) - told)
    for object in Self.objects(answer["rooms"]?.object?["largest"]) { addRoom(object) }
    for object in Self.objects(answer["clients"]?.object?["largest"]) {
      allClients.append(
        Client(
          id: object["id"]?.string ?? "?", name: object["name"]?.string ?? "",
          transport: object["transport"]?.string ?? "?", outbox: object["outbox"]?.integer ?? 0, instance: instance))
    }
  }

  private static func objects(_ value: JSONValue?) -> [JSONObject] { (value?.array ?? []).compactMap(\.object) }

  /// The freshest that is known of an instance.
  private mutating func add(_ one: Seen) {
    let name = one.report.instance
    if let before = seen[name], (before.age ?? -1) <= (one.age ?? -1) { return }
    seen[name] = one
  }

  /// Each instance that follows a room hears all that is said in it, and delivers to its own members.
  private mutating func addRoom(_ object: JSONObject) {
    guard let name = object["room"]?.string else { return }
    var room = roomsByName[name] ?? Room(room: name, messages: 0, deliveries: 0, members: 0)
    room.messages = max(room.messages, object["messagesPerMinute"]?.integer ?? 0)
    room.deliveries = Self.sum(room.deliveries, object["deliveriesPerMinute"]?.integer)
    room.members = Self.sum(room.members, object["members"]?.integer)
    roomsByName[name] = room
  }

  private static func sum(_ one: Int64, _ other: Int64?) -> Int64 {
    one.addingReportingOverflow(other ?? 0).partialValue
  }

  /// By name.
  var instances: [Seen] { seen.values.sorted { $0.report.instance < $1.report.instance } }
  var rooms: [Room] {
    let sorted = roomsByName.values.sorted {
      ($1.deliveries, $1.messages, $0.room) < ($0.deliveries, $0.messages, $1.room)
    }
    return Array(sorted.prefix(Self.most))
  }
  var clients: [Client] {
    Array(allClients.sorted { ($1.outbox, $0.id) < ($0.outbox, $1.id) }.prefix(Self.most))
  }

  /// One line.
  var json: String {
    let bytes = JSONWriter.object { writer in
      writer.member("instances", array: { array in for one in instances { array.object { $0.seen(one) } } })
      writer.member("unknown", Int(clamping: max(unknown, 0)))
      writer.member("rooms", array: { array in for room in rooms { array.object { $0.room(room) } } })
      writer.member("clients", array: { array in for client in clients { array.object { $0.client(client) } } })
      writer.member(
        "silent",
        array: { array in
          for one in silent {
            array.object { object in
              object.member("admin", one.admin)
              object.member("since", one.since)
              object.member("reason", one.reason)
            }
          }
        })
    }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}

/// How long an instance may say nothing.
enum InstanceAge {
  /// Milliseconds: more than three times the usual pause.
  static let silent: Int64 = 7_000
}

extension JSONWriter {
  fileprivate mutating func seen(_ seen: FleetPicture.Seen) {
    seen.report.write(to: &self)
    if let age = seen.age { member("age", age) }
  }

  fileprivate mutating func room(_ room: FleetPicture.Room) {
    member("room", room.room)
    member("messagesPerMinute", room.messages)
    member("deliveriesPerMinute", room.deliveries)
    member("members", room.members)
  }

  fileprivate mutating func client(_ client: FleetPicture.Client) {
    member("id", client.id)
    member("name", client.name)
    member("transport", client.transport)
    member("outbox", client.outbox)
    member("instance", client.instance)
  }
}
