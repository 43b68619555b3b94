/// A whole response.
package struct Response: Sendable, Equatable {
  package var status: Int
  package var fields: Fields
  package var body: [UInt8]

  package init(status: Int, fields: Fields = Fields(), body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// Whether a response of that status never has a body, whatever its fields say (RFC 9112 §6.3).
  static func isBodiless(_ status: Int) -> Bool { status < 200 || status == 204 || status == 304 }
}
