/// Has a server of the store write one of its files anew, so that it holds nothing but what is there now.
package struct RewriteStoreFile: BrokerCall {
  package enum File: String, CaseIterable, Sendable {
    /// What was done, in its order: Redis's append-only file.
    case log
    /// What there was at a moment: Redis's RDB file.
    case snapshot
  }

  package enum Reply: String, Equatable, Sendable {
    /// `ReadStoreFiles` tells when it is done.
    case begun
    /// Something is being written already, perhaps from before: to be asked for again.
    case busy
    /// It keeps no such file.
    case unused
  }

  package let file: File
  /// As `ReadStoreFiles` calls it, or a replica. One that is not, or not any more, is unavailable.
  package let server: String

  package init(_ file: File, of server: String) {
    self.file = file
    self.server = server
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
