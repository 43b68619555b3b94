/// The id of a bot's message: the run, the bot, and the how-many-eth line of the bot's it is. What is said stays free of
/// marks, and every reader can still tell what is missing.
struct LineID: Equatable {
  /// One room's conversation: a word of letters and digits.
  let run: String
  /// The speaker's place in the script's characters.
  let bot: Int
  /// 1, 2, 3 … over all passes.
  let number: Int

  init(run: String, bot: Int, number: Int) {
    self.run = run
    self.bot = bot
    self.number = number
  }

  var text: String { "\(run)-\(bot)-\(number)" }

  /// Reads what `text` wrote; `nil` for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let bot = Int(parts[1]), let number = Int(parts[2]), bot >= 0, number > 0 else {
      return nil
    }
    self.init(run: String(parts[0]), bot: bot, number: number)
  }
}
