import Base
import JSON

/// Something that an instance saw of who is followed, as a line.
struct FollowedEvent {
  let instance: String
  private let object: JSONObject

  static func all(in answer: JSONObject, of instance: String) -> [FollowedEvent] {
    var events = (answer["events"]?.array ?? []).compactMap(\.object).map {
      FollowedEvent(instance: instance, object: $0)
    }
    if let dropped = answer["dropped"]?.integer, dropped > 0 {
      var object = JSONObject()
      // Behind all that was kept.
      object.append("time", .integer(events.map(\.time).max() ?? 0))
      object.append("what", .string("dropped"))
      object.append("count", .integer(dropped))
      events.append(FollowedEvent(instance: instance, object: object))
    }
    return events
  }

  var time: Int64 { object["time"]?.integer ?? 0 }

  var json: String {
    let bytes = JSONWriter.object { writer in
      for member in object.members { writer.member(named: member.name, member.value) }
      writer.member("instance", instance)
    }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  var text: String { "\(Timestamp(time).text) \(instance) \(words.joined(separator: " "))\n" }

  private var words: [String] {
    switch word("what") {
    case "request":
      return [
        author, "by \(word("by")):", word("type"), inRoom, "\(number("bytes")) B ->", word("result"),
        "in \(number("milliseconds")) ms",
      ]
      .filter { !$0.isEmpty }
    case "delivered":
      return [
        "\(word("type")) \(number("seq")) of", word("user"), inRoom,
        "\(number("bytes")) B -> \(number("members")) members",
      ]
    case "dropped": return ["\(number("count")) more lines found no room"]
    case let what: return [author, "by \(word("by"))", what]
    }
  }

  private var author: String { "\(word("user")) (\(word("name")))" }
  private var inRoom: String { object["room"].map { _ in "in \(word("room"))" } ?? "" }
  private func number(_ name: String) -> Int64 { object[name]?.integer ?? 0 }

  /// Names hold no control characters, but what a client calls a room may: it must not steer the terminal, nor turn a line around.
  private func word(_ name: String) -> String {
    let scalars = (object[name]?.string ?? "").unicodeScalars.map {
      [.control, .format].contains($0.properties.generalCategory) ? "?" : $0
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
