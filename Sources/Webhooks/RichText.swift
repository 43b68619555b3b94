import JSON

/// Slack's rich text as text: sections, lists, quotes and preformatted stretches, each on lines of their own.
enum RichText {
  static func of(_ elements: [JSONObject]) -> String {
    HookText.joined(elements.lazy.map(stretch), by: "\n")
  }

  private static func stretch(_ element: JSONObject) -> String {
    let inner = element.objects("elements")
    switch element.text("type") {
    case "rich_text_list":
      let isOrdered = element.text("style") == "ordered"
      let items = inner.enumerated().lazy.map { (isOrdered ? "\($0 + 1). " : "• ") + stretch($1) }
      return HookText.joined(items, by: "\n")
    case "rich_text_preformatted": return "```\n\(inline(inner))\n```"
    case "rich_text_quote":
      return inline(inner).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .map { "> " + String($0) }.joined(separator: "\n")
    default: return inline(inner)
    }
  }

  private static func inline(_ leaves: [JSONObject]) -> String {
    HookText.joined(leaves.lazy.map(leaf), by: "")
  }

  private static func leaf(_ leaf: JSONObject) -> String {
    switch leaf.text("type") {
    case "link":
      let (label, address) = (leaf.text("text"), leaf.text("url"))
      return label.isEmpty || label == address ? address : "\(label) (\(address))"
    case "user": return "@" + leaf.text("user_id")
    case "usergroup": return "@" + leaf.text("usergroup_id")
    case "channel": return "#" + leaf.text("channel_id")
    case "broadcast": return "@" + leaf.text("range")
    case "emoji": return emoji(leaf)
    case "date": return leaf.text("fallback")
    case "color": return leaf.text("value")
    default: return leaf.text("text")
    }
  }

  /// The emoji's code points in hexadecimal, joined by dashes; else its name.
  private static func emoji(_ leaf: JSONObject) -> String {
    let codes = leaf.text("unicode").split(separator: "-", maxSplits: 16).prefix(16).map { UInt32($0, radix: 16) }
    let scalars = codes.compactMap { $0.flatMap { Unicode.Scalar($0) } }
    guard scalars.isEmpty || scalars.count != codes.count else {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      return String(text)
    }
    return ":\(leaf.text("name")):"
  }
}
