// Foundation alone has compatibility normalisation (NFKC).
import Foundation

/// Reduces a name to what a hurried reader sees, after UTS #39 §4: compatibility forms, case, accents' positions and
/// the letters of other scripts that look like Latin ones are folded away.
///
/// It errs on the side of refusing a name: `i`, `l` and `1` count as one, as in most fonts.
enum Skeleton {
  static func of(_ name: String) -> String {
    let folded = name.utf8.allSatisfy { $0 < 0x80 } ? name.lowercased() : foldedByUnicode(name)
    var skeleton = ""
    for scalar in folded.unicodeScalars where !scalar.properties.isWhitespace {
      if let prototype = prototypes[scalar] {
        skeleton += prototype
      } else {
        skeleton.unicodeScalars.append(scalar)
      }
    }
    return skeleton.replacing("rn", with: "m").replacing("vv", with: "w")
  }

  /// NFKC, lower case, and NFKC again, since lower case can decompose.
  private static func foldedByUnicode(_ name: String) -> String {
    name.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
  }

  /// Lower-case letters and digits and the Latin letters that they are mistaken for.
  private static let prototypes: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [:]
    for (prototype, lookalikes) in lookalikes {
      for scalar in lookalikes.unicodeScalars { table[scalar] = prototype }
    }
    return table
  }()

  /// Facts of the Unicode consortium's confusables table, for Cyrillic, Greek, Armenian, Cherokee's lower case, and
  /// Latin letters with a stroke or without a dot.
  private static let lookalikes: [(String, String)] = [
    ("a", "аαɑ"), ("b", "ƅьб"), ("c", "сϲᴄ"), ("d", "ԁɗ"), ("e", "еҽєё"), ("f", "ƒքẝ"), ("g", "ɡցġ"),
    ("h", "һհ"), ("j", "јϳ"), ("k", "кκқ"), ("l", "i1|ıіιӏɩǀł"), ("m", "мṃ"), ("n", "пηոռ"),
    ("o", "0оοօσᴏø"), ("p", "рρ"), ("q", "ԛգզ"), ("r", "гᴦ"), ("s", "ѕꜱ"), ("t", "тτ"),
    ("u", "υսᴜ"), ("v", "ѵνᴠ"), ("w", "ԝωшա"), ("x", "хχ×"), ("y", "уγү"), ("z", "ᴢ"),
  ]
}
