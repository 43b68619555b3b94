/// Why a token is not taken: a sentence that names the part or the claim and what is wrong with it. It quotes nothing of the
/// token, so that it can be shown and logged.
package struct TokenRefusal: Error, Equatable, Sendable {
  package let message: String

  init(_ message: String) { self.message = message }
}
