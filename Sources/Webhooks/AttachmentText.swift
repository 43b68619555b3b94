import JSON

/// An attachment as text, in the order in which it would be shown: what stands before it, its author, title, text,
/// fields, blocks, links and footer; the fallback where there is nothing else, and at last a small picture's address.
enum AttachmentText {
  /// Where pictures, sounds and films lie, and the message that is quoted.
  private static let addresses = ["image_url", "audio_url", "video_url", "message_link"]

  static func of(_ value: JSONValue) -> String {
    guard let attachment = value.object else { return "" }
    let parts =
      [
        markup("pretext", of: attachment), linked("author_name", to: "author_link", of: attachment),
        linked("title", to: "title_link", of: attachment), markup("text", of: attachment),
      ] + HookText.enough(attachment.objects("fields").lazy.map(field))
      + [BlockText.of(attachment["blocks"]?.array ?? [])] + addresses.map(attachment.text)
      + HookText.enough(attachment.objects("actions").lazy.map(action))
      + [SlackMarkup.unescaped(attachment.text("footer"))]
    let lines = parts.filter { !$0.isEmpty }
    guard lines.isEmpty else { return lines.joined(separator: "\n") }
    let fallback = markup("fallback", of: attachment)
    return fallback.isEmpty ? attachment.text("thumb_url") : fallback
  }

  /// What of it shows nothing: blocks of its own, or all of it, which some call by a `contentType`.
  static func unshown(_ value: JSONValue) -> [String] {
    guard let attachment = value.object, !attachment.members.isEmpty else { return [] }
    let blocks = BlockText.unshown(attachment["blocks"]?.array ?? [])
    guard blocks.isEmpty, of(value).isEmpty else { return blocks }
    let kind = attachment.text("contentType")
    return [kind.isEmpty ? "attachment" : kind]
  }

  private static func markup(_ name: String, of attachment: JSONObject) -> String {
    SlackMarkup.plain(attachment.text(name))
  }

  private static func linked(_ name: String, to address: String, of attachment: JSONObject) -> String {
    let title = SlackMarkup.unescaped(attachment.text(name))
    let link = attachment.text(address)
    return link.isEmpty || link == title ? title : title.isEmpty ? link : "\(title) (\(link))"
  }

  private static func field(_ field: JSONObject) -> String {
    let title = SlackMarkup.unescaped(field.text("title"))
    let value = markup("value", of: field)
    return title.isEmpty ? value : value.isEmpty ? title : "\(title): \(value)"
  }

  private static func action(_ action: JSONObject) -> String {
    let (text, address) = (action.text("text"), action.text("url"))
    return text.isEmpty || address.isEmpty ? text : "\(text) (\(address))"
  }
}
