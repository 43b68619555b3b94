/// Keeps the files of one version of the page for a day more, so that each instance can serve them, of whatever release it
/// is: during an update a browser has its page from one instance and the page's files from others.
package struct StorePage: BrokerCall {
  /// `[a-z0-9-]{1,40}`, another one for other files.
  package let version: String
  /// By path: `client/outbox.js`.
  package let files: [String: [UInt8]]

  /// Seconds.
  package static let lifetime = 86_400

  package init(version: String, files: [String: [UInt8]]) {
    self.version = version
    self.files = files
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
