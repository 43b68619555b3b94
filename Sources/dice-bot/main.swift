import ChatClient
import EventLoop
import Foundation

// A bot of one's own: throws dice in a room. `dice-bot [ws://127.0.0.1:8080/ws [ROOM]]`, then say `!roll 2d6` there. With a key
// of `tchatter bots add` in TCHATTER_BOT_KEY it is shown as a bot.

/// The answer to a message, if it is for us.
func answer(to text: String) -> String? {
  guard let roll = text.wholeMatch(of: /!roll (\d{1,2})d(\d{1,3})/), let count = Int(roll.1), let sides = Int(roll.2),
    count > 0, sides > 0
  else { return text.hasPrefix("!roll") ? "Say !roll 2d6 for two dice of six sides." : nil }
  let dice = (0..<count).map { _ in Int.random(in: 1...sides) }
  return "\(dice.map(String.init).joined(separator: " + ")) = \(dice.reduce(0, +))"
}

let arguments = ProcessInfo.processInfo.arguments + ["", ""]
let address = arguments[1].isEmpty ? "ws://127.0.0.1:8080/ws" : arguments[1]
let room = arguments[2].isEmpty ? "lobby" : arguments[2]
let reactor = try Reactor()
var configuration = ParticipantConfiguration(address: try ChatAddress(address), name: "Dice")
configuration.key = ProcessInfo.processInfo.environment["TCHATTER_BOT_KEY"]
let bot = Participant(configuration, reactor: reactor)
bot.onEvent = { event in
  switch event {
  case .message(let message) where message.from.id != bot.user?.id:
    if let answer = answer(to: message.text) { bot.send("\(message.from.name): \(answer)", to: message.room) }
  case .state(.ended(let end)):
    print("Dice: \(end)")
    reactor.stop()
  default: break
  }
}
bot.join(room)
bot.start()
reactor.run()
