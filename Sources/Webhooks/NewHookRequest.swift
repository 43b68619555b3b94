import Broker
import ChatProtocol
import JSON

/// A hook as an operator asks for it, checked.
package struct NewHookRequest: Equatable, Sendable {
  package let room: RoomName
  package let name: String
  package let reach: Hook.Reach
  package let rate: Int
  package let template: String

  /// Reads `{room, name?, channels?, rate?, template?}`.
  /// - Throws: a `bad_request` that says what is wrong; in a template, where.
  package init(_ object: JSONObject) throws(Refusal) {
    guard let room = object["room"]?.string.flatMap({ RoomName($0) }) else {
      throw Refusal(.badRequest, "A hook's room is named by 1 to 64 of the characters a-z, 0-9, _ and -.")
    }
    self.room = room
    name = try UserName(object["name"]?.string ?? "Webhook").text
    reach = try Self.reach(object["channels"])
    rate = try Self.rate(object["rate"])
    template = try Self.template(object["template"])
  }

  private static func reach(_ value: JSONValue?) throws(Refusal) -> Hook.Reach {
    guard let value, value != .null else { return .room }
    guard let reach = value.string.flatMap({ Hook.Reach(rawValue: $0) }) else {
      throw Refusal(.badRequest, "A hook's channels are room or any.")
    }
    return reach
  }

  private static func rate(_ value: JSONValue?) throws(Refusal) -> Int {
    guard let value, value != .null else { return Hook.usualRate }
    guard let rate = value.integer.flatMap({ Int(exactly: $0) }), (0...Hook.greatestRate).contains(rate) else {
      throw Refusal(.badRequest, "A hook's rate is 0 to \(Hook.greatestRate) messages a minute; 0 for no limit.")
    }
    return rate
  }

  private static func template(_ value: JSONValue?) throws(Refusal) -> String {
    guard let value, value != .null else { return "" }
    guard let text = value.string else { throw Refusal(.badRequest, "A hook's template is a text.") }
    do { _ = try HookTemplate(text) } catch {
      throw Refusal(.badRequest, "The template, line \(error.line), column \(error.column): \(error.reason).")
    }
    return text
  }
}
