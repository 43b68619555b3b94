import Base
import JSON

/// A message as Slack's outgoing webhooks and slash commands tell it, so that what was written for them can be used as it is: a
/// form, and an answer whose text is posted.
struct SlackShape: Equatable {
  /// What the receiver has answered.
  struct Answer: Equatable {
    let text: String
    /// A room, or `@` and the name of who is alone to see it.
    let room: String
  }

  private let room: String
  private let time: Int64
  private let author: (id: String, name: String)
  /// The first word, if it begins with a slash.
  private let command: String?
  private let text: String

  static func == (a: SlackShape, b: SlackShape) -> Bool { a.form == b.form }

  /// - Parameter event: of the protocol; `nil` for what is no message of a person. What programs say is left out: two of them
  ///   would talk for ever.
  init?(_ event: JSONObject) {
    guard event["type"]?.string == "message", let room = event["room"]?.string, let text = event["text"]?.string,
      let from = event["from"]?.object, from["kind"]?.string == "user", let id = from["id"]?.string,
      let name = from["name"]?.string
    else { return nil }
    self.room = room
    author = (id, name)
    time = event["time"]?.integer ?? 0
    let word = text.prefix { !$0.isWhitespace }
    let isCommand = word.count > 1 && word.first == "/" && word.dropFirst().utf8.allSatisfy(Self.mayBeInCommand)
    command = isCommand ? String(word) : nil
    self.text = isCommand ? String(text[word.endIndex...].drop(while: \.isWhitespace)) : text
  }

  /// - Parameter json: a JSON object.
  init?(json: [UInt8]) {
    guard let object = try? JSONParser.parseObject(json) else { return nil }
    self.init(object)
  }

  var authorName: String { author.name }

  private static func mayBeInCommand(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x2D || byte == 0x5F
  }

  /// `application/x-www-form-urlencoded`, in Slack's names.
  var form: [UInt8] {
    let millis = String(time % 1_000)
    let timestamp = "\(time / 1_000).\(String(repeating: "0", count: max(3 - millis.count, 0)))\(millis)000"
    var fields = [
      ("channel_id", room), ("channel_name", room), ("timestamp", timestamp), ("user_id", author.id),
      ("user_name", author.name),
    ]
    if let command { fields.append(("command", command)) }
    fields.append(("text", text))
    return Array(fields.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&").utf8)
  }

  /// - Parameter body: of an answer: `{"text": "…"}` is posted in the room, with `"response_type": "ephemeral"` to the author
  ///   alone; anything else is no answer.
  func answer(_ body: [UInt8]) -> Answer? {
    guard let object = try? JSONParser.parseObject(body), let text = object["text"]?.string,
      text.contains(where: { !$0.isWhitespace })
    else { return nil }
    let isPrivate = object["response_type"]?.string == "ephemeral"
    return Answer(text: text, room: isPrivate ? "@" + author.name : room)
  }
}
