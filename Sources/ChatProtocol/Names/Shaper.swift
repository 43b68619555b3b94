/// Characters that show nothing themselves and say how those beside them are drawn: the joiners U+200C and U+200D, the
/// selectors of an emoji's style U+FE0E and U+FE0F, and the tags of a region's flag.
///
/// A name has them where its script or its emoji wants them (after UAX #31 and UTS #51), and nowhere else, where they
/// would hide. What names are compared by leaves them out everywhere.
enum Shaper {
  static func isOne(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D, 0xFE0E, 0xFE0F, 0xE0020...0xE007F: true
    default: false
    }
  }

  /// Without any.
  static func removed(from text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isOne($0) }))
  }

  /// Whether the shaper at an index belongs there.
  static func fits(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let place = Place(scalars, index)
    switch scalars[index].value {
    case 0x200C: return place.isBetweenArabicLetters || place.followsVirama && place.next.map(isLetter) == true
    case 0x200D: return place.isInConjunct || place.isBetweenEmoji
    case 0xFE0E, 0xFE0F: return place.isBehindEmoji
    default: return isTagOfFlag(at: index, in: scalars)
    }
  }

  /// What stands around a character.
  private struct Place {
    let before: ArraySlice<Unicode.Scalar>
    let next: Unicode.Scalar?

    init(_ scalars: [Unicode.Scalar], _ index: Int) {
      before = scalars[..<index]
      next = index + 1 < scalars.count ? scalars[index + 1] : nil
    }

    var followsVirama: Bool { before.last.map(isVirama) == true }

    /// Persian separates the parts of a word so, with vowels between them or not.
    var isBetweenArabicLetters: Bool {
      let letter = before.last { !isMark($0) }
      return [letter, next].allSatisfy { $0.map { isLetter($0) && Script.of($0)?.name == "Arabic" } == true }
    }

    /// Behind the sign that takes a consonant's vowel (Sinhala's conjuncts, Malayalam's finals), or before it (Bengali).
    var isInConjunct: Bool {
      if followsVirama { return next.map { isLetter($0) || $0 == " " } ?? true }
      return next.map(isVirama) == true && before.last.map(isLetter) == true
    }

    var isBetweenEmoji: Bool {
      let emoji = before.last == "\u{FE0F}" ? before.dropLast().last : before.last
      return emoji.map(isEmoji) == true && next.map(isEmoji) == true
    }

    var isBehindEmoji: Bool {
      guard let last = before.last else { return false }
      return isEmoji(last) || last.properties.isEmoji && next == "\u{20E3}"
    }
  }

  /// Digits are for Unicode too: they begin the keycaps.
  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool { !scalar.isASCII && scalar.properties.isEmoji }

  private static func isVirama(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.canonicalCombiningClass == .virama
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .otherLetter
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark
  }

  /// England's flag, and others: a black flag, tags for three to six letters and digits, and the tag that ends them.
  private static func isTagOfFlag(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let isTag = { (scalar: Unicode.Scalar) in (0xE0020...0xE007E).contains(scalar.value) }
    guard let flag = scalars[..<index].lastIndex(where: { !isTag($0) }), scalars[flag] == "\u{1F3F4}" else {
      return false
    }
    let tags = scalars[(flag + 1)...].prefix(while: isTag)
    let isRegion = tags.allSatisfy { (0xE0030...0xE0039).contains($0.value) || (0xE0061...0xE007A).contains($0.value) }
    return isRegion && (3...6).contains(tags.count) && tags.endIndex < scalars.count
      && scalars[tags.endIndex] == "\u{E007F}"
  }
}
