/// Finds the webhook of a token and counts one use against its rate, which holds over all instances together. A use that
/// came too soon is not counted.
package struct UseHook: BrokerCall {
  package let token: TokenHash

  package init(_ token: TokenHash) {
    self.token = token
  }

  package typealias Reply = HookUse

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// What came of showing a token.
package enum HookUse: Equatable, Sendable {
  /// No hook has this token, or has it any more.
  case unknown
  case admitted(Hook)
  /// Again after `wait` milliseconds.
  case tooSoon(Hook, wait: Int)
}
