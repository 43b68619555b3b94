import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Programs that sign in with a key.
  static let bots = [
    ContractCase("a key makes sessions of one bot on every instance, several at once") { fleet in
      let (a, b) = try (ContractInstance("a", on: fleet), ContractInstance("b", on: fleet))
      let bot = try Bot.sample("Robbie")
      #expect(try a.signIn(10, by: 1) == .unknown)
      #expect(try a.add(bot, 1) == .added)
      for (number, instance) in [(11, a), (12, b), (13, b)] as [(UInt8, ContractInstance)] {
        #expect(try instance.signIn(number, by: 1) == .made(bot.user, suspension: nil))
      }
      #expect(try a.signIn(14, by: 2) == .unknown, "another key")
      for number: UInt8 in 11...13 {
        #expect(try a.session(.sample(number)) == SessionRecord(user: bot.user, created: Int64(number)))
      }
      try b.answer(EndSession(.sample(12)))
      #expect(try a.session(.sample(12)) == nil && a.session(.sample(13)) != nil)
      #expect(try a.user(named: UserName("Robbie").skeleton) == bot.user)
    },
    ContractCase("a bot's name is nobody else's while it has a key, whether it is there or not") { fleet in
      let (a, b) = try (ContractInstance("a", on: fleet), ContractInstance("b", on: fleet))
      let (bot, skeleton) = (try Bot.sample("Robbie"), try UserName("R0bbie").skeleton)
      #expect(try a.add(bot, 1) == .added)
      #expect(try b.add(.sample("R0bbie"), 2) == .nameTaken, "it looks the same")
      #expect(try b.signIn(10, by: 2) == .unknown)
      func check() throws {
        #expect(try !b.createSession(.sample(1), .sample("u1"), skeleton))
        #expect(try b.name(2, of: "u2", ["R0bbie", "Ann"]) == "Ann")
        #expect(try b.user(named: skeleton) == bot.user)
      }
      try check()
      #expect(try a.signIn(11, by: 1) == .made(bot.user, suspension: nil))
      try check()
      try a.answer(EndSession(.sample(11)))
      try check()
      #expect(try a.signIn(12, by: 1) == .made(bot.user, suspension: nil))
      try a.answer(ChangeStanding(.end, of: bot.id))
      try check()
      try a.answer(ChangeStanding(.ban(seconds: nil, reason: "", holdsNames: true), of: bot.id))
      try a.answer(ChangeStanding(.pardon, of: bot.id))
      try check()
    },
    ContractCase("no bot gets a name that somebody has, or that is held for a ban") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let life = try fleet.beforeTheEnd(of: 4) { life in
        let (user, name) = (life.name("u"), life.name("Robbie"))
        #expect(try a.createSession(.sample(life.number(1)), .sample(user), UserName(name).skeleton))
        #expect(try a.add(.sample(name), 100) == .nameTaken)
        try a.answer(ChangeStanding(.ban(seconds: life.seconds, reason: "", holdsNames: true), of: user))
        #expect(try a.add(.sample(name), 100) == .nameTaken)
      }
      fleet.pass(seconds: life.seconds + 2)
      let skeleton = try UserName(life.name("Robbie")).skeleton
      #expect(try a.add(.sample(life.name("Robbie")), 100) == .added)
      // What was held has become the bot's.
      try a.answer(ChangeStanding(.pardon, of: life.name("u")))
      #expect(try !a.createSession(.sample(3), .sample("u3"), skeleton))
      #expect(try a.user(named: skeleton)?.kind == .bot)
    },
    ContractCase("a bot that is removed has no session any more, on every instance, and its name is free") { fleet in
      let (a, b) = try (ContractInstance("a", on: fleet), ContractInstance("b", on: fleet))
      let bot = try Bot.sample("Robbie")
      #expect(try a.add(bot, 1) == .added)
      for number: UInt8 in 10...11 { #expect(try a.signIn(number, by: 1) == .made(bot.user, suspension: nil)) }
      #expect(try b.answer(RemoveBot(bot.id)) == 2)
      #expect(try b.answer(RemoveBot(bot.id)) == nil)
      #expect(try a.signIn(12, by: 1) == .unknown)
      for _ in 1...2 {
        for number: UInt8 in 10...11 { #expect(try a.answer(FindSession(.sample(number), lifetime: 60)) == .ended) }
      }
      let ended = try [10, 11].map { number throws in FleetEvent.sessionEnded(try .sample(number)) }
      for instance in [a, b] {
        try instance.wait(for: "the notices") { instance.fleetEvents == ended + [.standingChanged(bot.id)] }
      }
      #expect(try a.answer(ListBots()) == [] && a.answer(ReadStanding(of: bot.id)).sessions.isEmpty)
      #expect(try a.createSession(.sample(1), .sample("u1"), UserName("Robbie").skeleton))
    },
    ContractCase("a name's next key is of the same user, and what the one before made stays ended") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let bot = try Bot.sample("Robbie")
      #expect(try a.add(bot, 1) == .added)
      #expect(try a.signIn(10, by: 1) == .made(bot.user, suspension: nil))
      #expect(try a.answer(RemoveBot(bot.id)) == 1)
      let next = try Bot.sample("robbie")
      #expect(try a.add(next, 2) == .added)
      #expect(next.id == bot.id)
      #expect(try a.signIn(11, by: 1) == .unknown)
      #expect(try a.signIn(12, by: 2) == .made(next.user, suspension: nil))
      #expect(try a.session(.sample(10)) == nil && a.session(.sample(12)) != nil)
    },
    ContractCase("a bot that is banned makes no session, and one that is suspended hears of it") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let bot = try Bot.sample("Robbie")
      #expect(try a.add(bot, 1) == .added)
      try a.answer(ChangeStanding(.suspend(seconds: nil, reason: "noise"), of: bot.id))
      #expect(
        try a.signIn(10, by: 1) == .made(bot.user, suspension: Restriction(until: nil, reason: "noise")))
      try a.answer(ChangeStanding(.ban(seconds: nil, reason: "spam", holdsNames: false), of: bot.id))
      #expect(try a.signIn(11, by: 1) == .banned(Restriction(until: nil, reason: "spam")))
      // A new key is no way around it.
      #expect(try a.answer(RemoveBot(bot.id)) == 0)
      #expect(try a.add(bot, 2) == .added)
      #expect(try a.signIn(12, by: 2) == .banned(Restriction(until: nil, reason: "spam")))
      try a.answer(ChangeStanding(.pardon, of: bot.id))
      #expect(try a.signIn(13, by: 2) == .made(bot.user, suspension: nil))
    },
    ContractCase("bots are listed in the order in which they were made, with their last sign-in by the hour") { fleet in
      let (a, b) = try (ContractInstance("a", on: fleet), ContractInstance("b", on: fleet))
      let bots = try (1...4).map { try Bot.sample("Robbie \($0)", created: Int64($0)) }
      for (number, bot) in bots.enumerated().reversed() { #expect(try a.add(bot, UInt8(number)) == .added) }
      #expect(try b.answer(ListBots()) == bots.map { ListedBot($0, lastSignIn: nil) })
      let before = fleet.wallClock
      #expect(try a.signIn(10, by: 2) == .made(bots[2].user, suspension: nil))
      let first = try #require(try b.answer(ListBots())[2].lastSignIn)
      #expect(first >= before)
      fleet.pass(seconds: 2)
      #expect(try b.signIn(11, by: 2) == .made(bots[2].user, suspension: nil))
      #expect(try a.answer(ListBots()).map(\.lastSignIn) == [nil, nil, first, nil], "noted once an hour")
    },
    ContractCase("there are only so many bots, and one that is removed makes room") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let bots = try (0..<Bot.maximum).map { try Bot.sample("Robbie \($0)") }
      for (number, bot) in bots.enumerated() {
        let (key, skeleton) = (try TokenHash.numbered(1_000 + number), try UserName(bot.name).skeleton)
        #expect(try a.answer(AddBot(bot, key: key, skeleton: skeleton)) == .added)
      }
      #expect(try a.add(.sample("Late"), 1) == .tooMany)
      #expect(try a.createSession(.sample(2), .sample("u2"), UserName("Late").skeleton), "the name is nobody's")
      #expect(try a.answer(RemoveBot(bots[7].id)) == 0)
      #expect(try a.add(.sample("Later"), 1) == .added)
    },
    ContractCase("a bot has so many sessions at most: the oldest gives way, and hears of it") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let bot = try Bot.sample("Robbie")
      let most = UInt8(Standing.mostSessions)
      #expect(try a.add(bot, 200) == .added)
      for number in 1...(most + 1) { #expect(try a.signIn(number, by: 200) == .made(bot.user, suspension: nil)) }
      let first = try TokenHash.sample(1)
      try a.wait(for: "the end of the first session") { a.fleetEvents == [.sessionEnded(first)] }
      #expect(try a.session(first) == nil && a.session(.sample(2)) != nil && a.session(.sample(most + 1)) != nil)
    },
    ContractCase("a bot's session that is not used expires, and its name stays") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let bot = try Bot.sample("Robbie")
      #expect(try a.add(bot, 1) == .added)
      #expect(try a.signIn(10, by: 1, lifetime: 1) == .made(bot.user, suspension: nil))
      fleet.pass(seconds: 2)
      #expect(try a.session(.sample(10)) == nil)
      #expect(try a.user(named: UserName("Robbie").skeleton) == bot.user)
      #expect(try a.signIn(11, by: 1) == .made(bot.user, suspension: nil))
    },
    ContractCase("bots' names and makers are kept byte by byte, whatever they hold") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let names = ["Robbie \"the\" \\ Robot", "ロボット", "🤖 }:x"]
      for (number, name) in names.enumerated() {
        let bot = Bot(try UserName(name), created: Int64(number), maker: hostileTexts[number])
        #expect(try a.add(bot, UInt8(number)) == .added)
        #expect(try a.signIn(UInt8(210 + number), by: UInt8(number)) == .made(bot.user, suspension: nil))
        #expect(try a.session(.sample(UInt8(210 + number)))?.user == bot.user)
        #expect(try a.user(named: UserName(name).skeleton) == bot.user)
        #expect(try a.answer(ListBots()).last?.bot == bot)
      }
      for bot in try a.answer(ListBots()) { #expect(try a.answer(RemoveBot(bot.bot.id)) == 1) }
    },
  ]
}

extension ContractInstance {
  fileprivate func add(_ bot: Bot, _ key: UInt8) throws -> AddBot.Reply {
    let (hash, skeleton) = (try TokenHash.sample(key), try UserName(bot.name).skeleton)
    return try answer(AddBot(bot, key: hash, skeleton: skeleton))
  }

  fileprivate func signIn(_ number: UInt8, by key: UInt8, lifetime: Int = 60) throws -> CreateBotSession.Reply {
    let (hash, key) = (try TokenHash.sample(number), try TokenHash.sample(key))
    return try answer(CreateBotSession(hash, key: key, created: Int64(number), lifetime: lifetime))
  }

  /// What an application's user is called who wishes for one of these names.
  fileprivate func name(_ number: UInt8, of user: User.ID, _ names: [String]) throws -> String? {
    let names = try names.map { name throws -> UserName in try UserName(name) }
    let call = try CreateUserSession(
      .sample(number), of: user, names: names, created: 1, expires: ContractInstance.farAhead, lifetime: 60)
    guard case .made(let user, _) = try answer(call) else { return nil }
    try answer(EndSession(.sample(number)))
    return user.name
  }
}

extension Bot {
  package static func sample(_ name: String, created: Int64 = 7) throws -> Bot {
    Bot(try UserName(name), created: created, maker: "127.0.0.1")
  }
}
