/// What is running.
package enum Version {
  /// Of the program; told to clients and operators.
  package static let text = "0.2.0"
}
