/// The name under which somebody takes part.
///
/// 1–32 characters, at most 128 bytes; no control, format (zero width, bidirectional), private or unassigned
/// characters, no `@` (it marks direct messages), white space only single and inside.
package struct UserName: Equatable, Sendable {
  package static let maximumLength = 32
  package static let maximumByteCount = 128

  package let text: String

  /// - Throws: a `bad_request` that says what is wrong.
  package init(_ raw: String) throws(Refusal) {
    guard raw.utf8.count <= Self.maximumByteCount * 2 else { throw Self.tooLong }
    let words = raw.split(whereSeparator: \.isWhitespace)
    let text = words.joined(separator: " ")
    guard !text.isEmpty else { throw Refusal(.badRequest, "A name has at least one character.") }
    guard text.utf8.count <= Self.maximumByteCount, text.count <= Self.maximumLength else { throw Self.tooLong }
    guard text.unicodeScalars.allSatisfy(Self.admits) else {
      throw Refusal(.badRequest, "A name has no @ and no invisible or control characters.")
    }
    guard !Skeleton.of(text).isEmpty else { throw Refusal(.badRequest, "A name has at least one letter or digit.") }
    self.text = text
  }

  /// What names are compared by: two that look alike have the same.
  package var skeleton: String { Skeleton.of(text) }

  private static let tooLong = Refusal(.badRequest, "A name has at most 32 characters.")

  package static func admits(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar != "@", !scalar.properties.isDefaultIgnorableCodePoint else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    default: return true
    }
  }
}
