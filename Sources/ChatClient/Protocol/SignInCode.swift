/// By which another device signs in as the same guest, once.
package struct SignInCode: Equatable, Sendable {
  /// As it is shown: case and dashes don't count.
  package let code: String
  /// Milliseconds.
  package let within: Int64
}
