/// Which characters are mistaken for which: the confusables table of UTS #39 in the chat's own letters, lower-case ones,
/// and with `i`, `l`, `1` and `|` as one, as they look in most fonts.
enum Prototypes {
  /// A text with what each of its characters is mistaken for, and without white space.
  static func of(_ text: String) -> String {
    var prototypes = ""
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      if let prototype = table[scalar] {
        prototypes += prototype
      } else {
        prototypes.unicodeScalars.append(scalar)
      }
    }
    return prototypes
  }

  /// Some 2,000 characters, read when the first name comes.
  private static let table: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [:]
    for line in UnicodeTable.lines(UnicodeTable.confusables) {
      guard let first = line.first else { continue }
      let prototype = String(String.UnicodeScalarView(first.split(separator: "+").compactMap(UnicodeTable.scalar)))
      for scalar in line.dropFirst().compactMap(UnicodeTable.scalar) { table[scalar] = prototype }
    }
    return table
  }()
}
