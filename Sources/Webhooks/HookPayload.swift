import JSON

/// What a webhook's client asks for, in the form that Slack has made common; Mattermost and Rocket.Chat share most of it.
///
/// `icon_url`, `icon_emoji`, `emoji` and `avatar` are accepted and not shown: the page loads nothing from other hosts.
package struct HookPayload: Equatable, Sendable {
  /// What is shown: title and text, the blocks, the attachments, a card; and what of them can't be.
  package let text: String
  /// Under which name; Rocket.Chat's word for it is `alias`.
  package let username: String?
  /// Where: `#room`, `room` or `@user`.
  package let channel: String?
  /// What names the message, so that it is stored once.
  package let dedupe: String?

  /// Reads a body in the common form.
  package init(_ body: [UInt8]) throws(HookRefusal) {
    guard let object = try HookBody.value(body).object else { throw .invalidPayload(reason: "not a JSON object") }
    text = try Self.shown(of: object)
    guard !text.isEmpty else { throw .noText }
    username = try Self.text("username", of: object) ?? object["alias"]?.boundedText
    channel = try Self.text("channel", of: object)
    dedupe = Self.dedupe(object)
  }

  /// Makes a line of any JSON.
  package init(_ body: [UInt8], template: HookTemplate) throws(HookRefusal) {
    let value = try HookBody.value(body)
    text = HookText.joined([template.render(value)])
    guard !text.isEmpty else { throw .noText }
    (username, channel) = (nil, nil)
    dedupe = value.object.flatMap(Self.dedupe)
  }

  private static func dedupe(_ object: JSONObject) -> String? {
    object["dedupe"]?.plainText.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// In how many blocks and attachments is looked for what they don't show; Slack takes half as many of the one, and these of the other.
  private static let looked = 100

  /// A title says nothing by itself: many bodies have one that are not in this form.
  private static func shown(of object: JSONObject) throws(HookRefusal) -> String {
    let props = object["props"]?.object
    let blocks = try list("blocks", of: object)
    let attachments = try list("attachments", of: object) + (props?["attachments"]?.array ?? [])
    let parts = [BlockText.of(blocks)] + HookText.enough(attachments.lazy.map(AttachmentText.of))
    let text = SlackMarkup.plain(try Self.text("text", of: object) ?? "")
    let body = (isRepeated(text, in: parts) ? [] : [text]) + parts + [props?.text("card") ?? ""]
    guard !HookText.joined(body).isEmpty else { return "" }
    let title = SlackMarkup.unescaped(object.text("title"))
    let unshown = UnshownParts.line(
      BlockText.unshown(blocks.prefix(looked)) + attachments.prefix(looked).flatMap(AttachmentText.unshown))
    return HookText.joined((isRepeated(title, in: body) ? [] : [title]) + body + [unshown])
  }

  /// Whether another part begins with a text or has it as a line: a text beside blocks mostly repeats them.
  private static func isRepeated(_ text: String, in parts: [String]) -> Bool {
    parts.contains { part in
      part.utf8.starts(with: text.utf8)
        || part.utf8.split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual(text.utf8) }
    }
  }

  private static func text(_ name: String, of object: JSONObject) throws(HookRefusal) -> String? {
    guard let value = object[name], value != .null else { return nil }
    guard let text = value.boundedText else { throw .invalidPayload(reason: "the field \(name) is no text") }
    return text.isEmpty ? nil : text
  }

  private static func list(_ name: String, of object: JSONObject) throws(HookRefusal) -> [JSONValue] {
    guard let value = object[name], value != .null else { return [] }
    guard let list = value.array else { throw .invalidPayload(reason: "the field \(name) is no list") }
    return list
  }
}

extension JSONValue {
  /// What a string, a number or a truth value looks like; `nil` for the others.
  var plainText: String? {
    switch self {
    case .string(let text): text
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// As much of that as a message could show.
  var boundedText: String? { plainText.map(HookText.bounded) }
}

extension JSONObject {
  /// A field that is a text, or a number that stands for one; empty when it is anything else.
  func text(_ name: String) -> String { self[name]?.boundedText ?? "" }

  /// The objects in a field that is a list.
  func objects(_ name: String) -> [JSONObject] { (self[name]?.array ?? []).compactMap(\.object) }
}
