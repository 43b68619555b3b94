import ChatProtocol

/// Remembers that a post of a webhook was refused, so that whichever instance an operator asks can tell. Answered with
/// `false` when there is no such hook.
package struct NoteHookRefusal: BrokerCall {
  /// Why, in words of this program's: nothing that a client sent.
  package struct Refusal: Equatable, Sendable {
    /// One word.
    package let code: String
    package let reason: String

    package init(code: String, reason: String) {
      self.code = code
      self.reason = reason
    }
  }

  package let id: User.ID
  package let refusal: Refusal

  package init(_ refusal: Refusal, of id: User.ID) {
    self.id = id
    self.refusal = refusal
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
