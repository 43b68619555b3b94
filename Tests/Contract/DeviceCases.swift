import Broker
import ChatProtocol
import Testing

extension ContractInstance {
  fileprivate func addCode(_ code: UInt8, for session: UInt8, of user: User.ID, lifetime: Int = 60) throws {
    try answer(AddDeviceCode(.sample(code), for: .sample(session), of: user, lifetime: lifetime))
  }

  fileprivate func show(
    _ code: UInt8, for session: UInt8, lifetime: Int = 60, secret: UInt8? = nil, mostWrong: Int = 1_000
  ) throws -> CreateDeviceSession.Reply {
    let request = try secret.map { number throws -> SignInRequest in
      SignInRequest(try .sample(number), sealedToken: "ab\(session)")
    }
    return try answer(
      CreateDeviceSession(
        .sample(session), code: .sample(code), created: Int64(session), lifetime: lifetime, request: request,
        mostWrong: mostWrong))
  }

  /// Somebody who has signed in by a name.
  fileprivate func signIn(_ session: UInt8, _ user: User, lifetime: Int = 60) throws {
    #expect(try createSession(.sample(session), user, UserName(user.name).skeleton, lifetime: lifetime))
  }

  fileprivate func holder(of name: String) throws -> User.ID? { try user(named: UserName(name).skeleton)?.id }
}

extension ContractCase {
  /// Codes by which guests sign in on another device. Sessions have numbers up to 199, codes 200 and more.
  static let devices = [
    ContractCase("a code makes a session of the same user, once, on whatever instance") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      let ann = User.sample("u1", name: "Ann")
      try one.signIn(1, ann)
      try one.addCode(200, for: 1, of: "u1")
      #expect(try other.show(200, for: 2) == .made(ann))
      #expect(try one.session(.sample(2)) == SessionRecord(user: ann, created: 2))
      #expect(try one.session(.sample(1))?.user == ann, "the first one goes on")
      #expect(try other.show(200, for: 3) == .wrong)
      #expect(try one.show(201, for: 3) == .wrong)
      #expect(try one.session(.sample(3)) == nil)
      let told = NewDevice(of: "u1", session: try .sample(2), at: 2)
      for instance in [one, other] {
        try instance.wait(for: "the news") { instance.fleetEvents == [.deviceAdded(told)] }
      }
    },
    ContractCase("a user's sessions are listed, the oldest first, each with when it was made and used") { fleet in
      let one = try ContractInstance("a", on: fleet)
      #expect(try one.answer(ListSessions(of: "u1", lifetime: 60)).isEmpty)
      try one.signIn(1, .sample("u1", name: "Ann"))
      try one.signIn(9, .sample("u9", name: "Bob"))
      try one.addCode(200, for: 1, of: "u1")
      _ = try one.show(200, for: 2)
      let before = try one.answer(ListSessions(of: "u1", lifetime: 60))
      #expect(try before.map(\.hash) == [.sample(1), .sample(2)])
      #expect(before.map(\.created) == [1_700_000_000_123, 2])
      #expect(before.map(\.user) == [.sample("u1", name: "Ann"), .sample("u1", name: "Ann")])
      fleet.pass(seconds: 2)
      _ = try one.session(.sample(1))
      let after = try one.answer(ListSessions(of: "u1", lifetime: 60))
      let used = try [before, after].map { list in try list.map { try #require($0.used) } }
      #expect(used[1][0] - used[0][0] >= 2_000 && abs(used[1][1] - used[0][1]) < 1_000, "\(used)")
      // Where instances have several lifetimes.
      #expect(try one.answer(ListSessions(of: "u1", lifetime: 10)).allSatisfy { ($0.used ?? 0) >= used[1][0] - 1_000 })
      try one.answer(EndSession(.sample(1)))
      #expect(try one.answer(ListSessions(of: "u1", lifetime: 60)).map(\.hash) == [.sample(2)])
    },
    ContractCase("a user's session ends another one, or all others; they hear of it, and the name stays") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      try one.signIn(1, .sample("u1", name: "Ann"))
      try one.signIn(9, .sample("u9", name: "Bob"))
      for number: UInt8 in 2...5 {
        try one.addCode(200, for: 1, of: "u1")
        _ = try one.show(200, for: number)
      }
      func revoke(_ which: RevokeSessions.Which, by session: UInt8) throws -> Int? {
        try other.answer(RevokeSessions(which, by: .sample(session)))
      }
      func living() throws -> [UInt8] {
        try [1, 2, 3, 4, 5, 9].filter { try one.session(.sample($0)) != nil }
      }
      #expect(try revoke(.one(TokenHash.sample(9).device), by: 1) == 0, "somebody else's")
      #expect(try revoke(.one(TokenHash.sample(1).device), by: 1) == 0, "itself")
      #expect(try living() == [1, 2, 3, 4, 5, 9])
      #expect(try revoke(.one(TokenHash.sample(2).device), by: 1) == 1)
      #expect(try revoke(.one(TokenHash.sample(2).device), by: 1) == 0, "again")
      #expect(try living() == [1, 3, 4, 5, 9] && one.answer(FindSession(.sample(2), lifetime: 60)) == .ended)
      #expect(try revoke(.one(TokenHash.sample(1).device), by: 2) == nil, "it has ended itself")
      #expect(try revoke(.others, by: 7) == nil, "there was none")
      #expect(try revoke(.others, by: 4) == 3)
      #expect(try living() == [4, 9])
      let ended = try Set([1, 2, 3, 5].map { try TokenHash.sample($0) })
      try one.wait(for: "what ended") {
        Set(one.fleetEvents.compactMap { if case .sessionEnded(let hash) = $0 { hash } else { nil } }) == ended
      }
      #expect(try one.holder(of: "Ann") == "u1")
      try one.answer(EndSession(.sample(4)))
      #expect(try one.holder(of: "Ann") == nil)
    },
    ContractCase("a session that is void ends none") { fleet in
      let one = try ContractInstance("a", on: fleet)
      try one.signIn(1, .sample("u1", name: "Ann"))
      try one.answer(ChangeStanding(.end, of: "u1"))
      try one.signIn(2, .sample("u1", name: "Ann"))
      #expect(try one.answer(RevokeSessions(.others, by: .sample(1))) == nil)
      #expect(try one.session(.sample(2)) != nil)
    },
    ContractCase("of a user's codes the newest alone is good, for as long as it is told") { fleet in
      let one = try ContractInstance("a", on: fleet)
      try one.signIn(1, .sample("u1", name: "Ann"))
      try one.signIn(2, .sample("u2", name: "Bob"))
      try one.addCode(200, for: 1, of: "u1")
      try one.addCode(201, for: 2, of: "u2")
      try one.addCode(202, for: 1, of: "u1")
      #expect(try one.show(200, for: 3) == .wrong)
      #expect(try one.show(201, for: 4) == .made(.sample("u2", name: "Bob")))
      #expect(try one.show(202, for: 5) == .made(.sample("u1", name: "Ann")))
      try one.addCode(203, for: 5, of: "u1", lifetime: 1)
      fleet.pass(seconds: 2)
      #expect(try one.show(203, for: 6) == .wrong)
    },
    ContractCase("a code is void when its session has ended, or its user was ended, banned or suspended") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let acts: [ChangeStanding.Act?] = [
        nil, .end, .ban(seconds: nil, reason: "", holdsNames: false), .suspend(seconds: nil, reason: ""),
      ]
      for (index, act) in acts.enumerated() {
        let (number, user) = (UInt8(index + 1), "u\(index)")
        try one.signIn(number, .sample(user, name: "Ann \(index)"))
        try one.addCode(200 + number, for: number, of: user)
        if let act {
          try one.answer(ChangeStanding(act, of: user))
        } else {
          try one.answer(EndSession(.sample(number)))
        }
        #expect(try one.show(200 + number, for: 100 + number) == .wrong, "\(String(describing: act))")
        #expect(try one.session(.sample(100 + number)) == nil)
        try one.answer(ChangeStanding(.pardon, of: user))
        #expect(try one.show(200 + number, for: 100 + number) == .wrong, "it is used up")
      }
    },
    ContractCase("each device is signed out by itself, and the name is free when the last is") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      try one.signIn(1, .sample("u1", name: "Ann"))
      try one.addCode(200, for: 1, of: "u1")
      _ = try other.show(200, for: 2)
      try other.addCode(201, for: 2, of: "u1")
      _ = try one.show(201, for: 3)
      for number: UInt8 in [1, 3] {
        try one.answer(EndSession(.sample(number)))
        #expect(try one.holder(of: "Ann") == "u1")
        #expect(try !one.createSession(.sample(9), .sample("u9"), UserName("Ann").skeleton))
      }
      #expect(try other.session(.sample(2))?.user.id == "u1")
      try other.answer(EndSession(.sample(2)))
      #expect(try one.holder(of: "Ann") == nil)
      try one.signIn(9, .sample("u9", name: "Ann"))
    },
    ContractCase("the name stays with the device that is used, where another had it first or later") { fleet in
      let one = try ContractInstance("a", on: fleet)
      // Each code is of 200 and more, and a session of the same number without them.
      let first = try fleet.beforeTheEnd { life in
        let ann = User.sample(life.name("u"), name: life.name("Ann"))
        try one.signIn(life.number(1), ann, lifetime: life.seconds)
        try one.addCode(200 + life.number(1), for: life.number(1), of: ann.id)
        let shown = try one.show(200 + life.number(1), for: life.number(2), lifetime: life.seconds)
        #expect(shown == .made(ann))
        #expect(try one.session(.sample(life.number(1)), lifetime: life.seconds + 60)?.user == ann)
      }
      fleet.pass(seconds: first.seconds + 1)
      #expect(try one.session(.sample(first.number(2))) == nil)
      #expect(try one.holder(of: first.name("Ann")) == first.name("u"), "the first one lives on")
      let second = try fleet.beforeTheEnd { life in
        let bob = User.sample(life.name("v"), name: life.name("Bob"))
        try one.signIn(100 + life.number(1), bob)
        try one.addCode(200 + life.number(2), for: 100 + life.number(1), of: bob.id)
        #expect(try one.session(.sample(100 + life.number(1)), lifetime: life.seconds)?.user == bob)
        #expect(try one.show(200 + life.number(2), for: 100 + life.number(2)) == .made(bob))
      }
      fleet.pass(seconds: second.seconds + 1)
      #expect(try one.session(.sample(100 + second.number(1))) == nil)
      #expect(try one.holder(of: second.name("Bob")) == second.name("v"), "the second one lives on")
      #expect(try !one.createSession(.sample(99), .sample("u9"), UserName(second.name("Bob")).skeleton))
    },
    ContractCase("who is signed out everywhere is, on each device, and the name is free") { fleet in
      let one = try ContractInstance("a", on: fleet)
      try one.signIn(1, .sample("u1", name: "Ann"))
      try one.addCode(200, for: 1, of: "u1")
      _ = try one.show(200, for: 2)
      #expect(try one.answer(ReadStanding(of: "u1")).sessions.count == 2)
      #expect(try one.answer(ChangeStanding(.end, of: "u1")).ended == 2)
      for number: UInt8 in [1, 2] { #expect(try one.session(.sample(number)) == nil) }
      try one.signIn(9, .sample("u9", name: "Ann"))
    },
    ContractCase("of too many devices the oldest gives way, and hears of it") { fleet in
      let one = try ContractInstance("a", on: fleet)
      try one.signIn(1, .sample("u1", name: "Ann"))
      let most = UInt8(Standing.mostSessions)
      for number in 2...(most + 1) {
        try one.addCode(200, for: number - 1, of: "u1")
        #expect(try one.show(200, for: number) == .made(.sample("u1", name: "Ann")))
      }
      let first = try TokenHash.sample(1)
      try one.wait(for: "the end of the first session") {
        one.fleetEvents.filter { $0.newDevice == nil } == [.sessionEnded(first)]
      }
      #expect(try one.session(first) == nil && one.session(.sample(2)) != nil)
      #expect(try one.holder(of: "Ann") == "u1")
    },
    ContractCase("the same request with the same code finds what it has made") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      let ann = User.sample("u1", name: "Ann")
      try one.signIn(1, ann)
      try one.addCode(200, for: 1, of: "u1")
      #expect(try one.show(200, for: 2, secret: 150) == .made(ann))
      let again = CreateDeviceSession.Reply.repeated(SessionRecord(user: ann, created: 2), sealedToken: "ab2")
      #expect(try other.show(200, for: 3, secret: 150) == again)
      #expect(try other.show(200, for: 3, secret: 151) == .wrong, "somebody else's")
      #expect(try other.show(201, for: 3, secret: 150) == .wrong, "another code")
      try one.answer(EndSession(.sample(2)))
      #expect(try other.show(200, for: 3, secret: 150) == .wrong, "it has ended")
      #expect(try one.session(.sample(3)) == nil)
    },
    ContractCase("after too many wrong codes none is looked at for a while, whosever it is") { fleet in
      let one = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      try one.signIn(1, .sample("u1", name: "Ann"))
      try one.addCode(200, for: 1, of: "u1")
      for number: UInt8 in 201...203 { #expect(try one.show(number, for: 2, mostWrong: 3) == .wrong) }
      guard case .tooManyWrong(let wait) = try other.show(200, for: 2, mostWrong: 3) else {
        Issue.record("it was looked at")
        return
      }
      #expect((1...CreateDeviceSession.wrongSpan * 1_000).contains(wait))
      #expect(try one.session(.sample(2)) == nil)
      #expect(try other.show(200, for: 2, mostWrong: 4) == .made(.sample("u1", name: "Ann")), "it was not used up")
    },
  ]
}

extension FleetEvent {
  fileprivate var newDevice: NewDevice? { if case .deviceAdded(let device) = self { device } else { nil } }
}
