import ChatProtocol

/// Keeps a code by which another device signs in as the user of a session (`CreateDeviceSession`), once. The one that the user had before is void.
package struct AddDeviceCode: BrokerCall {
  package let code: TokenHash
  /// A guest's; that it lives is looked at when the code is shown.
  package let session: TokenHash
  package let user: User.ID
  /// Seconds.
  package let lifetime: Int

  package init(
    _ code: TokenHash, for session: TokenHash, of user: User.ID, lifetime: Int = DeviceCode.lifetime
  ) {
    self.code = code
    self.session = session
    self.user = user
    self.lifetime = lifetime
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
