/// What one of a user's sessions is called where they see all of them: no secret, and no way to one. 16 of `[0-9a-f]`.
package struct DeviceID: Hashable, Sendable {
  package let text: String

  package init?(_ text: String) {
    guard text.utf8.count == 16, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
      return nil
    }
    self.text = text
  }

  package init(_ number: UInt64) {
    let digits = String(number, radix: 16)
    text = String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
