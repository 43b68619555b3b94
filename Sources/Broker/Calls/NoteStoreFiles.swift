/// Notes how far the store's files are, for whichever instance cleans next (`ClaimCleaning`).
package struct NoteStoreFiles: BrokerCall {
  package enum State: Equatable, Sendable {
    /// They are about to be written anew: not again for a while, whatever comes of it.
    case begun
    /// They are written, and lack what was taken out of the first so many rooms (`Cleaning.blanked`).
    case written(Int64)
  }

  package let state: State

  package init(_ state: State) {
    self.state = state
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
