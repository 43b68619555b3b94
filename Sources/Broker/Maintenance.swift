/// Whether the fleet is closed to the public, and what it is told.
package struct Maintenance: Equatable, Sendable {
  package let isOn: Bool
  package let message: String

  package init(isOn: Bool, message: String) {
    self.isOn = isOn
    self.message = message
  }
}
