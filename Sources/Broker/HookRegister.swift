import ChatProtocol

/// The fleet's incoming webhooks, and how fast each is used.
package protocol HookRegister: AnyObject {
  /// Keeps a hook under its token's hash.
  /// - Parameter completion: `false` when there are `Hook.maximum` already.
  func addHook(
    _ hook: Hook, token: TokenHash, completion: @escaping (Result<Bool, BrokerFailure>) -> Void)

  /// All of them, the oldest first.
  func hooks(completion: @escaping (Result<[Hook], BrokerFailure>) -> Void)

  /// Ends a hook: from the answer on its token is unknown to every instance.
  /// - Parameter completion: `false` when there is no such hook.
  func removeHook(_ id: User.ID, completion: @escaping (Result<Bool, BrokerFailure>) -> Void)

  /// Finds the hook of a token and counts one use against its rate, which holds over all instances together. A use that
  /// came too soon is not counted.
  func useHook(_ token: TokenHash, completion: @escaping (Result<HookUse, BrokerFailure>) -> Void)
}

/// What came of showing a token.
package enum HookUse: Equatable, Sendable {
  /// No hook has this token, or has it any more.
  case unknown
  case admitted(Hook)
  /// Again after `wait` milliseconds.
  case tooSoon(wait: Int)
}
