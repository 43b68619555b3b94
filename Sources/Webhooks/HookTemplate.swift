/// Makes a line of chat of any JSON: text with tags in it.
///
/// | tag | shows |
/// |---|---|
/// | `{{a.b}}`, `{{a.0.b}}` | a field, found by names and list indexes; nothing when it is missing |
/// | `{{a.b \| c \| "none"}}` | the first of them that shows anything |
/// | `{{#a}}…{{/a}}` | for each element of a list, or once for another value; not at all when it is missing |
/// | `{{^a}}…{{/a}}` | the opposite: once when it is missing |
/// | `{{.}}`, `{{.name}}` | within a section: the element, a field of it |
/// | `{{! … }}` | nothing |
///
/// Missing is what is not there, `null`, or empty; for a section `false` too. A name that holds anything but letters, digits,
/// `_`, `-`, `$` and `@` is written in quotes: `{{issue."due date"}}`. A section's tag that has a line to itself takes the
/// line with it.
/// Nothing is looked up anywhere but in the JSON, nothing is computed, and the result is bounded.
package struct HookTemplate: Equatable, Sendable {
  /// Bytes.
  package static let maximumLength = 4_096
  /// How deep sections may nest.
  static let maximumDepth = 8

  /// What is wrong with a template, and where: both count from 1, columns in Unicode scalars.
  package struct Mistake: Error, Equatable, Sendable {
    package let line: Int
    package let column: Int
    package let reason: String
  }

  indirect enum Part: Equatable, Sendable {
    case text(String)
    /// The first term that shows anything.
    case value([Term])
    case section(Path, isInverted: Bool, [Part])
  }

  enum Term: Equatable, Sendable {
    case path(Path)
    case literal(String)
  }

  /// Names from the root, or from the element of the section around.
  struct Path: Equatable, Sendable {
    var isRelative: Bool
    var names: [String]
  }

  let parts: [Part]

  package init(_ text: String) throws(Mistake) {
    parts = try HookTemplateParser.parse(text)
  }
}
