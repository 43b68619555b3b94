extension UserName {
  /// The name of the bot that is part of the release.
  package static let voteBot = "Vote"

  /// Whether nobody of this kind may sign in under it, since others would take them for the chat itself. The vote bot's name
  /// is kept from whoever does not say that it is a program: without a key it comes as a guest. With one nobody else has it.
  package func isReserved(for kind: User.Kind) -> Bool {
    Self.ofTheChat.contains(skeleton) || kind != .bot && skeleton == Self.ofTheVoteBot
  }

  private static let ofTheVoteBot = Skeleton.of(voteBot)

  /// Not `all`, much as it calls everybody: `Ali` looks like it.
  private static let ofTheChat = Set(
    [
      "tchatter", "system", "admin", "administrator", "moderator", "operator", "root", "server", "everyone", "here",
      "channel",
    ].map(Skeleton.of))
}
