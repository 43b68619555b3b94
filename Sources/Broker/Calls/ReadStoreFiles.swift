/// How far the store's servers are with writing their files, and their replicas with following them: none where nothing is
/// written. Or how far one of these replicas is with its files.
package struct ReadStoreFiles: BrokerCall {
  /// As the server that it follows calls it; `nil` for the servers themselves.
  package let replica: String?

  package init(ofReplica replica: String? = nil) {
    self.replica = replica
  }

  package typealias Reply = [StoreFiles]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// The files of one server.
package struct StoreFiles: Equatable, Sendable {
  package struct Replica: Equatable, Sendable {
    package let address: String
    /// How much of what the server has done it has.
    package let offset: Int64

    package init(address: String, offset: Int64) {
      self.address = address
      self.offset = offset
    }
  }

  /// What it is called: `RewriteStoreFile` takes it.
  package let server: String
  /// Whether a file is being written at the moment, or is about to be.
  package let isWriting: Bool
  /// Those that could not be written the last time.
  package let failed: [RewriteStoreFile.File]
  /// How much it has done.
  package let offset: Int64
  package let replicas: [Replica]

  package init(
    of server: String, isWriting: Bool, failed: [RewriteStoreFile.File], offset: Int64, replicas: [Replica]
  ) {
    self.server = server
    self.isWriting = isWriting
    self.failed = failed
    self.offset = offset
    self.replicas = replicas
  }
}
