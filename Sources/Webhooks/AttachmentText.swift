import JSON

/// An attachment as text, in the order in which it would be shown: what stands before it, its author, title, text,
/// fields, blocks, links and footer; the fallback where there is nothing else.
enum AttachmentText {
  static func of(_ value: JSONValue) -> String {
    guard let attachment = value.object else { return "" }
    let parts =
      [
        markup("pretext", of: attachment), SlackMarkup.unescaped(attachment.text("author_name")), title(attachment),
        markup("text", of: attachment),
      ] + HookText.enough(attachment.objects("fields").lazy.map(field))
      + [BlockText.of(attachment["blocks"]?.array ?? []), attachment.text("image_url")]
      + HookText.enough(attachment.objects("actions").lazy.map(action))
      + [SlackMarkup.unescaped(attachment.text("footer"))]
    let lines = parts.filter { !$0.isEmpty }
    return lines.isEmpty ? markup("fallback", of: attachment) : lines.joined(separator: "\n")
  }

  private static func markup(_ name: String, of attachment: JSONObject) -> String {
    SlackMarkup.plain(attachment.text(name))
  }

  private static func title(_ attachment: JSONObject) -> String {
    let title = SlackMarkup.unescaped(attachment.text("title"))
    let link = attachment.text("title_link")
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
