/// How far the store is with writing its files, and its replicas with following it.
package struct ReadStoreFiles: BrokerCall {
  package init() {}

  package typealias Reply = StoreFiles

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

package struct StoreFiles: Equatable, Sendable {
  package struct Replica: Equatable, Sendable {
    package let address: String
    /// How much of what the store has done it has.
    package let offset: Int64

    package init(address: String, offset: Int64) {
      self.address = address
      self.offset = offset
    }
  }

  /// Whether a file is being written at the moment, or is about to be.
  package let isWriting: Bool
  /// Those that could not be written the last time.
  package let failed: [RewriteStoreFile.File]
  /// How much the store has done.
  package let offset: Int64
  package let replicas: [Replica]

  package init(isWriting: Bool, failed: [RewriteStoreFile.File], offset: Int64, replicas: [Replica]) {
    self.isWriting = isWriting
    self.failed = failed
    self.offset = offset
    self.replicas = replicas
  }

  /// Where nothing is written.
  package static let none = StoreFiles(isWriting: false, failed: [], offset: 0, replicas: [])
}
