import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Ending, banning, suspending users.
  static let standing = [
    ContractCase("a user who is ended has no session any more, on every instance, and a name that is free") { fleet in
      let (a, b) = try (ContractInstance("a", on: fleet), ContractInstance("b", on: fleet))
      for number: UInt8 in 1...2 { #expect(try a.createSession(.sample(number), .sample("u1"), "ann\(number)")) }
      #expect(try a.createSession(.sample(3), .sample("u2"), "bob"))
      #expect(try b.standing("u1").sessions.count == 2)
      #expect(try b.answer(ChangeStanding(.end, of: "u1")) == ChangeStanding.Reply(ended: 2, until: nil))
      for instance in [a, b] {
        for number: UInt8 in 1...2 {
          #expect(try instance.session(.sample(number)) == nil)
          #expect(try instance.user(named: "ann\(number)") == nil)
        }
        #expect(try instance.session(.sample(3))?.user.id == "u2")
        try instance.wait(for: "the notices") {
          instance.fleetEvents.last == .standingChanged("u1") && instance.fleetEvents.count == 3
        }
      }
      let standing = try a.standing("u1")
      #expect(standing.sessions.isEmpty && standing.ban == nil && (standing.ended ?? 0) > 0)
    },
    ContractCase("who was ended may sign in again, and what is made then lives") { fleet in
      let a = try ContractInstance("a", on: fleet)
      try a.answer(ChangeStanding(.end, of: "u1"))
      for number: UInt8 in 1...3 { #expect(try a.createSession(.sample(number), .sample("u1"), "ann\(number)")) }
      for number: UInt8 in 1...3 { #expect(try a.session(.sample(number))?.user.id == "u1") }
      #expect(try a.answer(ChangeStanding(.end, of: "u1")).ended == 3)
      for number: UInt8 in 1...3 { #expect(try a.session(.sample(number)) == nil) }
    },
    ContractCase("a ban ends sessions, tells so who comes with one, and lets none be made until it ends") { fleet in
      let (a, b) = try (ContractInstance("a", on: fleet), ContractInstance("b", on: fleet))
      let life = try fleet.beforeTheEnd(of: 4) { life in
        let (user, name, hash) = (life.name("u"), life.name("ann"), try TokenHash.sample(life.number(1)))
        #expect(try a.createSession(hash, .sample(user), name))
        let act = ChangeStanding.Act.ban(seconds: life.seconds, reason: "spam", holdsNames: false)
        let reply = try a.answer(ChangeStanding(act, of: user))
        let ban = Restriction(until: reply.until, reason: "spam")
        #expect(reply.ended == 1 && (reply.until ?? 0) > 2_000)
        #expect(try b.answer(FindSession(hash, lifetime: 60)) == .banned(ban))
        #expect(try b.create(life.number(2), .sample(user), name) == .banned(ban))
        #expect(try b.standing(user).ban == ban)
        #expect(try b.create(life.number(3), .sample("other"), name) == .made, "the name is free")
      }
      fleet.pass(seconds: life.seconds + 2)
      let ended = try b.answer(FindSession(.sample(life.number(1)), lifetime: 60))
      #expect(ended == .ended, "what has ended stays so")
      #expect(try b.create(100, .sample(life.name("u")), "ann again") == .made)
      #expect(try b.standing(life.name("u")).ban == nil)
    },
    ContractCase("a ban can hold the names until it ends or is pardoned") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let life = try fleet.beforeTheEnd(of: 4) { life in
        for (name, seconds) in [("ann", life.seconds), ("bob", nil)] as [(String, Int?)] {
          let (user, name) = (life.name("u-" + name), life.name(name))
          let number = life.number(seconds == nil ? 1 : 2)
          #expect(try a.createSession(.sample(number), .sample(user), name))
          try a.answer(ChangeStanding(.ban(seconds: seconds, reason: "", holdsNames: true), of: user))
          #expect(try a.user(named: name) == nil)
          #expect(try a.create(100 + number, .sample("u9"), name) == .nameTaken)
        }
        // Once more, without an end: it is for the names as well.
        try a.answer(ChangeStanding(.ban(seconds: nil, reason: "", holdsNames: true), of: life.name("u-ann")))
      }
      fleet.pass(seconds: life.seconds + 2)
      #expect(try a.create(200, .sample("u9"), life.name("ann")) == .nameTaken)
      for user in ["u-ann", "u-bob"] { try a.answer(ChangeStanding(.pardon, of: life.name(user))) }
      #expect(try a.create(200, .sample("u9"), life.name("ann")) == .made)
      #expect(try a.create(201, .sample("u9"), life.name("bob")) == .made)
    },
    ContractCase("a session that was ended is told apart from one that is not known") { fleet in
      let a = try ContractInstance("a", on: fleet)
      for number: UInt8 in 1...2 { #expect(try a.createSession(.sample(number), .sample("u1"), "ann\(number)")) }
      try a.answer(EndSession(.sample(1)))
      try a.answer(ChangeStanding(.end, of: "u1"))
      for number: UInt8 in 1...2 { #expect(try a.answer(FindSession(.sample(number), lifetime: 60)) == .ended) }
      #expect(try a.answer(FindSession(.sample(3), lifetime: 60)) == .unknown)
    },
    ContractCase("a suspension leaves the sessions, and is told with them until it ends") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let life = try fleet.beforeTheEnd(of: 4) { life in
        let (user, hash) = (life.name("u"), try TokenHash.sample(life.number(1)))
        #expect(try a.createSession(hash, .sample(user), life.name("ann")))
        let act = ChangeStanding.Act.suspend(seconds: life.seconds, reason: "calm down")
        let suspension = Restriction(until: try a.answer(ChangeStanding(act, of: user)).until, reason: "calm down")
        let record = try #require(try a.session(hash))
        #expect(try a.answer(FindSession(hash, lifetime: 60)) == .found(record, suspension: suspension))
        #expect(try a.create(life.number(2), .sample(user), life.name("ann again")) == .suspended(suspension))
        #expect(try a.standing(user).suspension == suspension)
      }
      fleet.pass(seconds: life.seconds + 2)
      let (user, hash) = (User.sample(life.name("u")), try TokenHash.sample(life.number(1)))
      let record = try #require(try a.session(hash))
      #expect(record.user == user)
      #expect(try a.answer(FindSession(hash, lifetime: 60)) == .found(record, suspension: nil))
      #expect(try a.create(100, user, "ann later") == .made)
    },
    ContractCase("a pardon lifts ban and suspension, of whomever") { fleet in
      let a = try ContractInstance("a", on: fleet)
      try a.answer(ChangeStanding(.pardon, of: "u1"))
      try a.answer(ChangeStanding(.suspend(seconds: nil, reason: ""), of: "u1"))
      try a.answer(ChangeStanding(.ban(seconds: nil, reason: "", holdsNames: false), of: "u1"))
      #expect(try a.create(1, .sample("u1"), "ann") == .banned(Restriction(until: nil, reason: "")))
      try a.answer(ChangeStanding(.pardon, of: "u1"))
      #expect(try a.create(1, .sample("u1"), "ann") == .made)
      let standing = try a.standing("u1")
      #expect(standing.ban == nil && standing.suspension == nil && standing.sessions.count == 1)
    },
    ContractCase("of too many sessions of one user the oldest ends, and the fleet is told") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let most = UInt8(Standing.mostSessions)
      for number in 1...most { #expect(try a.createSession(.sample(number), .sample("u1"), "n\(number)")) }
      try a.answer(EndSession(.sample(5)))
      #expect(try a.createSession(.sample(most + 1), .sample("u1"), "one"))
      #expect(try a.session(.sample(1)) != nil, "one had ended")
      #expect(try a.createSession(.sample(most + 2), .sample("u1"), "two"))
      #expect(try a.session(.sample(1)) == nil)
      #expect(try a.user(named: "n1") == nil)
      #expect(try a.session(.sample(2)) != nil)
      let oldest = FleetEvent.sessionEnded(try .sample(1))
      try a.wait(for: "the notice") { a.fleetEvents.last == oldest }
      #expect(try a.standing("u1").sessions.count == Int(most))
    },
    ContractCase("reasons are kept byte by byte, whatever they hold") { fleet in
      let a = try ContractInstance("a", on: fleet)
      #expect(try a.createSession(.sample(200), .sample("u1"), "reasons"))
      for reason in hostileTexts {
        try a.answer(ChangeStanding(.suspend(seconds: nil, reason: reason), of: "u1"))
        #expect(try a.standing("u1").suspension?.reason == reason)
      }
      try a.answer(ChangeStanding(.ban(seconds: 9, reason: hostileTexts[0], holdsNames: true), of: "u1"))
      try a.answer(ChangeStanding(.end, of: "u1"))
      try a.answer(ChangeStanding(.pardon, of: "u1"))
    },
  ]
}

extension ContractInstance {
  fileprivate func standing(_ user: String) throws -> Standing { try answer(ReadStanding(of: user)) }

  fileprivate func create(_ number: UInt8, _ user: User, _ name: String) throws -> CreateSession.Reply {
    try answer(CreateSession(.sample(number), SessionRecord(user: user, created: 1), skeleton: name, lifetime: 60))
  }
}
