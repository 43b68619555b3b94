import Broker
import ChatProtocol
import Testing

extension ContractInstance {
  /// So far ahead that no case lasts so long.
  static let farAhead: Int64 = 4_000_000_000_000

  fileprivate func createUserSession(
    _ number: UInt8, of user: User.ID, _ names: [String], expires: Int64 = farAhead, signed: Int64? = nil,
    lifetime: Int = 60
  ) throws -> String? {
    let names = try names.map { name throws -> UserName in try UserName(name) }
    let call = try CreateUserSession(
      .sample(number), of: user, names: names, created: Int64(number), expires: expires, signed: signed,
      lifetime: lifetime)
    guard case .made(let user, _) = try answer(call) else { return nil }
    return user.name
  }
}

extension ContractCase {
  /// Sessions of an application's users: several at once, of one name.
  static let userSessions = [
    ContractCase("a user's sessions have one name, which is free when the last of them has ended") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      #expect(try one.createUserSession(1, of: "u1", ["Ann", "Ann 2"]) == "Ann")
      #expect(try other.createUserSession(2, of: "u1", ["Ann", "Ann 2"]) == "Ann")
      #expect(try other.createUserSession(3, of: "u1", ["ann", "ann 2"]) == "Ann", "the same wish in other letters")
      for number: UInt8 in 1...3 {
        let record = SessionRecord(
          user: .sample("u1", name: "Ann"), created: Int64(number), expires: ContractInstance.farAhead)
        #expect(try one.session(.sample(number)) == record)
      }
      for number: UInt8 in [2, 1] {
        try one.answer(EndSession(.sample(number)))
        #expect(try other.user(named: UserName("Ann").skeleton)?.id == "u1", "the name stays while a session lives")
        #expect(try !one.createSession(.sample(9), .sample("u9"), UserName("Ann").skeleton))
      }
      try other.answer(EndSession(.sample(3)))
      #expect(try one.user(named: UserName("Ann").skeleton) == nil)
      #expect(try one.createSession(.sample(9), .sample("u9"), UserName("Ann").skeleton))
    },
    ContractCase("a user whose name somebody else has gets the next one, and the plain one again once it is free") {
      fleet in
      let one = try ContractInstance("a", on: fleet)
      let names = ["Ann", "Ann 2", "Ann 3"]
      #expect(try one.createSession(.sample(1), .sample("guest"), UserName("Ann").skeleton))
      #expect(try one.createUserSession(2, of: "u2", names) == "Ann 2")
      #expect(try one.createUserSession(3, of: "u3", names) == "Ann 3")
      #expect(try one.createUserSession(4, of: "u4", names) == nil, "all of them are other people's")
      #expect(try one.session(.sample(4)) == nil)
      #expect(try one.createUserSession(5, of: "u3", names) == "Ann 3", "as the other device")
      try one.answer(EndSession(.sample(1)))
      #expect(try one.createUserSession(6, of: "u3", names) == "Ann 3", "while another device is called so")
      #expect(try one.createUserSession(7, of: "u3", ["Anna"]) == "Anna", "another wish")
      try one.answer(EndSession(.sample(2)))
      #expect(try one.createUserSession(8, of: "u2", names) == "Ann")
      #expect(try one.user(named: UserName("Ann").skeleton)?.id == "u2")
      #expect(try one.user(named: UserName("Ann 3").skeleton)?.id == "u3")
    },
    ContractCase("a session is for the rooms that its last token says, and all hear when those are others") { fleet in
      let (one, other) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let scopes = [nil, RoomScope(["news": .read, "team-*": .write, "@": .write]), RoomScope([:])]
      for (number, scope) in zip([1, 2, 3] as [UInt8], scopes) {
        let call = try CreateUserSession(
          .sample(number), of: "u1", names: [UserName("Ann")], created: 1, expires: ContractInstance.farAhead,
          scope: scope, lifetime: 60)
        guard case .made = try one.answer(call) else { throw InvalidSample(text: "\(number)") }
        #expect(try other.session(.sample(number))?.scope == scope)
      }
      for (scope, count) in [(scopes[1], 1), (scopes[1], 1), (scopes[2], 2), (nil, 3)] {
        #expect(try one.answer(RenewSession(.sample(1), expires: ContractInstance.farAhead, scope: scope)))
        #expect(try other.session(.sample(1))?.scope == scope && other.session(.sample(2))?.scope == scopes[1])
        try other.wait(for: "the notice") { other.fleetEvents.count { $0 == .standingChanged("u1") } == count }
      }
      try one.answer(ChangeStanding(.suspend(seconds: 60, reason: "x"), of: "u1"))
      guard case .found(let record, _?) = try other.answer(FindSession(.sample(2), lifetime: 60)) else {
        throw InvalidSample(text: "not suspended")
      }
      #expect(record.scope == scopes[1])
    },
    ContractCase("a user's session ends at its time, however much it is used") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let life = try fleet.beforeTheEnd { life throws in
        let expires = fleet.wallClock + life.milliseconds
        let name = life.name("Ann")
        #expect(try one.createUserSession(life.number(1), of: life.name("u"), [name], expires: expires) == name)
        #expect(try one.session(.sample(life.number(1)), lifetime: life.seconds + 60)?.expires == expires)
      }
      fleet.pass(seconds: life.seconds + 1)
      let hash = try TokenHash.sample(life.number(1))
      #expect(try one.session(hash) == nil)
      #expect(try one.user(named: UserName(life.name("Ann")).skeleton) == nil)
      #expect(try one.answer(RenewSession(hash, expires: fleet.wallClock + 60_000)) == false)
      #expect(try one.session(hash) == nil)
    },
    ContractCase("a user's session that is not used expires before its time") { fleet in
      let one = try ContractInstance("a", on: fleet)
      #expect(try one.createUserSession(1, of: "u1", ["Ann"], lifetime: 1) == "Ann")
      fleet.pass(seconds: 2)
      #expect(try one.session(.sample(1)) == nil)
      #expect(try one.createUserSession(2, of: "u2", ["Ann"]) == "Ann")
    },
    ContractCase("the name stays with the session that lives on, whichever had it first") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let life = try fleet.beforeTheEnd { life throws in
        let end = fleet.wallClock + life.milliseconds
        let (user, name) = (life.name("u"), life.name("Ann"))
        for (number, expires) in zip([1, 2, 3] as [UInt8], [end, end + 60_000, end]) {
          #expect(try one.createUserSession(life.number(number), of: user, [name], expires: expires) == name)
        }
      }
      fleet.pass(seconds: life.seconds + 1)
      let name = life.name("Ann")
      #expect(try one.user(named: UserName(name).skeleton)?.id == life.name("u"))
      #expect(try one.createUserSession(100, of: "u4", [name, "Other"]) == "Other")
      #expect(try one.session(.sample(life.number(2)))?.user.name == name)
    },
    ContractCase("a renewed session ends later, never earlier, and a guest's is none of these") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      var renewed: Int64 = 0
      let life = try fleet.beforeTheEnd { life in
        let (hash, end) = (try TokenHash.sample(life.number(1)), fleet.wallClock + life.milliseconds)
        renewed = end + 60_000
        let (user, name) = (life.name("u"), life.name("Ann"))
        #expect(try one.createUserSession(life.number(1), of: user, [name], expires: end) == name)
        #expect(try other.answer(RenewSession(hash, expires: renewed)) == true)
        #expect(try one.answer(RenewSession(hash, expires: renewed - 30_000)) == true)
        #expect(try one.session(hash)?.expires == renewed)
      }
      fleet.pass(seconds: life.seconds + 1)
      #expect(try other.session(.sample(life.number(1)))?.expires == renewed)
      #expect(try other.user(named: UserName(life.name("Ann")).skeleton)?.id == life.name("u"))
      #expect(try one.createSession(.sample(100), .sample("guest"), "bob"))
      #expect(try one.answer(RenewSession(.sample(100), expires: renewed)) == false)
      #expect(try one.answer(RenewSession(.sample(101), expires: renewed)) == false)
      #expect(try one.session(.sample(100))?.expires == nil)
      #expect(try one.session(.sample(101)) == nil)
    },
    ContractCase("a user has so many sessions at most: the oldest gives way, and hears of it") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let most = UInt8(Standing.mostSessions)
      for number in 1...(most + 1) {
        #expect(try one.createUserSession(number, of: "u1", ["Ann"]) == "Ann")
      }
      let first = try TokenHash.sample(1)
      try one.wait(for: "the end of the first session") { one.fleetEvents == [.sessionEnded(first)] }
      #expect(try one.session(first) == nil)
      #expect(try one.session(.sample(2)) != nil && one.session(.sample(most + 1)) != nil)
      #expect(try one.user(named: UserName("Ann").skeleton)?.id == "u1")
    },
    ContractCase("a user whose sessions were ended, or who is banned, comes back with no old token") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let now = fleet.wallClock
      for number: UInt8 in 1...3 { _ = try one.createUserSession(number, of: "u1", ["Ann"]) }
      try one.answer(ChangeStanding(.end, of: "u1"))
      for number: UInt8 in 1...3 { #expect(try one.session(.sample(number)) == nil) }
      #expect(try one.createUserSession(4, of: "u1", ["Ann"], signed: now - 1_000) == nil, "signed before")
      #expect(try one.createUserSession(5, of: "u1", ["Ann"], signed: now + 60_000) == "Ann", "signed after")
      #expect(try one.createUserSession(6, of: "u1", ["Ann"]) == "Ann", "whoever does not say when it was signed")
      #expect(try one.session(.sample(5)) != nil && one.session(.sample(6)) != nil)
      try one.answer(ChangeStanding(.ban(seconds: nil, reason: "spam", holdsNames: true), of: "u1"))
      #expect(try one.createUserSession(7, of: "u1", ["Ann"], signed: now + 60_000) == nil)
      #expect(try one.session(.sample(5)) == nil)
      #expect(try one.createUserSession(8, of: "u2", ["Ann", "Ann 2"]) == "Ann 2", "the name is held")
      try one.answer(ChangeStanding(.pardon, of: "u1"))
      #expect(try one.createUserSession(9, of: "u1", ["Ann"]) == "Ann")
    },
    ContractCase("a suspended user's session says so when it is made") { fleet in
      let one = try ContractInstance("a", on: fleet)
      try one.answer(ChangeStanding(.suspend(seconds: nil, reason: "noise"), of: "u1"))
      let name = try UserName("Ann")
      let call = try CreateUserSession(
        .sample(1), of: "u1", names: [name], created: 1, expires: ContractInstance.farAhead, lifetime: 60)
      guard case .made(_, let suspension) = try one.answer(call) else {
        Issue.record("it was not made")
        return
      }
      #expect(suspension?.reason == "noise")
    },
  ]
}
