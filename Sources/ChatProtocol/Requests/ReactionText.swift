/// A reaction as it is stored: ❤ and ❤️ differ by a selector alone, which says whether the emoji is drawn as one, and
/// people see one reaction.
enum ReactionText {
  /// The reaction in the style of an emoji, wherever it can be one: with the selector where Unicode wants it for that, and
  /// without it where it says nothing.
  static func asEmoji(_ text: String) -> String {
    let bare = Array(text.unicodeScalars.filter { $0 != "\u{FE0E}" && $0 != "\u{FE0F}" })
    var styled = String.UnicodeScalarView()
    for (index, scalar) in bare.enumerated() {
      styled.append(scalar)
      if wantsSelector(scalar, before: index + 1 < bare.count ? bare[index + 1] : nil) { styled.append("\u{FE0F}") }
    }
    return String(styled)
  }

  private static func wantsSelector(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
    let properties = scalar.properties
    guard properties.isEmoji, !properties.isEmojiPresentation else { return false }
    // A digit is itself unless it is a key's; a tone of skin says that this is an emoji.
    return scalar.isASCII ? next == "\u{20E3}" : next?.properties.isEmojiModifier != true
  }
}
