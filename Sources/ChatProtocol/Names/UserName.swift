// Foundation alone has canonical normalisation (NFC).
import Foundation

/// The name under which somebody takes part.
///
/// 1–32 characters, at most 128 bytes; no control, format (zero width, bidirectional), private or unassigned
/// characters, but joiners and selectors where a script or an emoji wants them (`Shaper`), none that look blank, no `@` (it
/// marks direct messages), white space only single and inside. Its letters are of one script in everyday use, and bear no
/// more marks than people write.
package struct UserName: Equatable, Sendable {
  /// In characters, and in bytes of UTF-8.
  package static let maximumLength = 32
  package static let maximumByteCount = 128

  package let text: String
  /// What names are compared by: two that look alike have the same.
  package let skeleton: String

  /// - Throws: a `bad_request` that says what is wrong.
  package init(_ raw: String) throws(Refusal) {
    guard raw.utf8.count <= Self.maximumByteCount * 2 else { throw Self.tooLong }
    let words = raw.split(whereSeparator: \.isWhitespace)
    let text = words.joined(separator: " ")
    guard !text.isEmpty else { throw Refusal(.badRequest, "A name has at least one character.") }
    guard text.utf8.count <= Self.maximumByteCount, text.count <= Self.maximumLength else { throw Self.tooLong }
    guard Self.admitted(text).count == text.unicodeScalars.count else {
      throw Refusal(.badRequest, "A name has no @ and no invisible or control characters.")
    }
    let shown = Shaper.removed(from: text)
    let composed = shown.precomposedStringWithCanonicalMapping.unicodeScalars
    try Self.checkScripts(of: composed)
    try Self.checkMarks(in: composed)
    skeleton = Skeleton.of(shown)
    guard !skeleton.isEmpty else { throw Refusal(.badRequest, "A name has at least one letter or digit.") }
    self.text = text
  }

  private static let tooLong = Refusal(.badRequest, "A name has at most 32 characters.")

  /// What of a text a name admits.
  package static func admitted(_ text: String) -> String.UnicodeScalarView {
    let scalars = Array(text.unicodeScalars)
    var admitted = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated()
    where Shaper.isOne(scalar) ? Shaper.fits(at: index, in: scalars) : admits(scalar) { admitted.append(scalar) }
    return admitted
  }

  static func admits(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar != "@", !looksBlank(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    default: return true
    }
  }

  /// Hangul's fillers and the like, and three that Unicode takes for visible: braille without a dot, a note without a
  /// head, and the place of an object.
  private static func looksBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isDefaultIgnorableCodePoint || ["\u{2800}", "\u{1D159}", "\u{FFFC}"].contains(scalar)
  }

  private static func checkScripts(of scalars: String.UnicodeScalarView) throws(Refusal) {
    var scripts: Set<Script> = []
    for scalar in scalars {
      guard let script = Script.of(scalar) else {
        throw Refusal(.badRequest, "A name is written in a script that is in everyday use today.")
      }
      scripts.insert(script)
    }
    guard Script.areWrittenTogether(scripts) else {
      throw Refusal(.badRequest, "A name is written in one script, as Latin, Cyrillic or Greek, and not in several.")
    }
  }

  /// Marks that are piled up draw over other people's lines.
  private static func checkMarks(in scalars: String.UnicodeScalarView) throws(Refusal) {
    var (count, most) = (0, 0)
    for scalar in scalars {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: count += 1
      case .spacingMark: count = 0
      case .spaceSeparator: (count, most) = (0, 0)
      default: (count, most) = (0, Script.of(scalar)?.marksOfLetter ?? 0)
      }
      guard count <= most else {
        throw Refusal(.badRequest, "A name has accents and other marks only on letters, and no more than people write.")
      }
    }
  }
}
