/// Keeps a bot under its key's hash, and its name from everybody else, from the answer on.
package struct AddBot: BrokerCall {
  package let bot: Bot
  package let key: TokenHash
  /// What the name is compared by (`UserName.skeleton`).
  package let skeleton: String

  package init(_ bot: Bot, key: TokenHash, skeleton: String) {
    self.bot = bot
    self.key = key
    self.skeleton = skeleton
  }

  /// What came of it.
  package enum Reply: Equatable, Sendable {
    case added
    /// A bot has it, or a session, or it is held for a ban.
    case nameTaken
    /// There are `Bot.maximum` already.
    case tooMany
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
