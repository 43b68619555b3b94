import JSON

/// Slack's blocks as text: each block on a line of its own, in their order. What is not known shows the texts that all have.
enum BlockText {
  /// Blocks that hold nothing but texts: where one shows nothing, there was nothing.
  private static let texts: Set = ["divider", "header", "section", "context", "markdown", "rich_text", "table"]

  static func of(_ blocks: [JSONValue]) -> String {
    lines(blocks.lazy.compactMap(\.object).map(text))
  }

  /// The types of those that show nothing, though a reader of Slack's would see something.
  static func unshown(_ blocks: some Sequence<JSONValue>) -> [String] {
    blocks.compactMap(\.object).filter { !texts.contains($0.text("type")) && text($0).isEmpty }.map { $0.text("type") }
  }

  private static func lines(_ texts: some Sequence<String>) -> String {
    HookText.joined(texts, by: "\n")
  }

  private static func text(_ block: JSONObject) -> String {
    switch block.text("type") {
    case "rich_text": RichText.of(block.objects("elements"))
    case "context": words(block.objects("elements").lazy.map(element))
    case "actions": words(block.objects("elements").lazy.map(element))
    case "image", "video", "file": lines([image(block), textObject(block["description"])])
    case "markdown": block.text("text")
    case "table": lines((block["rows"]?.array ?? []).lazy.map(row))
    default: section(block)
    }
  }

  /// A header, a section, and whatever else has a title or a text.
  private static func section(_ block: JSONObject) -> String {
    lines(
      [textObject(block["title"]), textObject(block["text"])]
        + HookText.enough(block.objects("fields").lazy.map { textObject(.object($0)) })
        + [block["accessory"]?.object.map(element) ?? "", textObject(block["label"])])
  }

  private static func row(_ row: JSONValue) -> String {
    (row.array ?? []).compactMap(\.object).map { cell in
      let isRich = cell.text("type") == "rich_text"
      return isRich ? RichText.of(cell.objects("elements")) : SlackMarkup.unescaped(cell.text("text"))
    }.joined(separator: " | ")
  }

  private static func words(_ texts: some Sequence<String>) -> String {
    HookText.joined(texts, by: " ")
  }

  /// A part of a context, a button, an image beside a section.
  private static func element(_ element: JSONObject) -> String {
    switch element.text("type") {
    case "image": return element.text("alt_text")
    case "mrkdwn", "plain_text": return textObject(.object(element))
    default:
      let label = textObject(element["text"])
      let address = element.text("url")
      return address.isEmpty || label.isEmpty ? label : "\(label) (\(address))"
    }
  }

  private static func image(_ block: JSONObject) -> String {
    let title = textObject(block["title"])
    let address = ["image_url", "title_url", "video_url"].map(block.text).first { !$0.isEmpty } ?? ""
    return words([title.isEmpty ? block.text("alt_text") : title, address.isEmpty ? "" : "(\(address))"])
  }

  /// `{type: "mrkdwn" or "plain_text", text}`, or the bare text that some clients send instead.
  static func textObject(_ value: JSONValue?) -> String {
    guard let object = value?.object else { return SlackMarkup.plain(value?.boundedText ?? "") }
    let text = object.text("text")
    return object.text("type") == "plain_text" ? SlackMarkup.unescaped(text) : SlackMarkup.plain(text)
  }
}
