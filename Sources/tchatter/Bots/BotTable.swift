import Base
import Broker
import JSON

/// The bots as `tchatter bots list` prints them: a line each, in columns.
enum BotTable {
  private static let head = ["ID", "MADE", "BY", "SIGNED IN", "NAME"]

  static func text(of answer: JSONObject) -> String {
    let rows = (answer["bots"]?.array ?? []).compactMap(\.object).compactMap { object in
      Bot(object).map { row($0, signedIn: object["signedIn"]?.integer) }
    }
    return TextTable.lines([head] + rows).joined()
  }

  private static func row(_ bot: Bot, signedIn: Int64?) -> [String] {
    [bot.id, Timestamp(bot.created).text, bot.maker, signedIn.map { Timestamp($0).text } ?? "never", bot.name]
  }
}
