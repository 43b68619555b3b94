import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Sessions and names.
  static let sessions = [
    ContractCase("a session is found by its hash on every instance") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      let bob = try ContractInstance("b", on: fleet)
      let user = User.sample("u1", name: "Ann of \"Green\" \\ Gables 🙂", kind: .bot)
      #expect(try ann.createSession(.sample(1), user, "ann"))
      #expect(try bob.session(.sample(1)) == SessionRecord(user: user, created: 1_700_000_000_123))
      #expect(try bob.session(.sample(2)) == nil)
      #expect(try bob.user(named: "ann") == user)
      #expect(try bob.user(named: "bob") == nil)
    },
    ContractCase("a name is given once, and the session that was refused does not exist") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      let bob = try ContractInstance("b", on: fleet)
      #expect(try ann.createSession(.sample(1), .sample("u1"), "ann"))
      #expect(try !bob.createSession(.sample(2), .sample("u2"), "ann"))
      #expect(try bob.session(.sample(2)) == nil)
      #expect(try bob.user(named: "ann")?.id == "u1")
      #expect(try bob.createSession(.sample(2), .sample("u2"), "ann2"))
    },
    ContractCase("a request to sign in that comes again is told what it made, while that lives, and nobody else is") {
      fleet in
      let ann = try ContractInstance("a", on: fleet)
      let bob = try ContractInstance("b", on: fleet)
      func create(_ on: ContractInstance, _ number: UInt8, _ name: String, by request: UInt8, _ sealed: String) throws
        -> CreateSession.Reply
      {
        let record = SessionRecord(user: .sample("u\(number)", name: "N \"\(number)\""), created: Int64(number))
        let request = SignInRequest(try .sample(request), sealedToken: sealed)
        return try on.answer(CreateSession(.sample(number), record, skeleton: name, lifetime: 60, request: request))
      }
      let first = CreateSession.Reply.repeated(
        SessionRecord(user: .sample("u1", name: "N \"1\""), created: 1), sealedToken: "a1")
      #expect(try create(ann, 1, "ann", by: 101, "a1") == .made)
      #expect(try create(bob, 2, "ann", by: 101, "a2") == first)
      #expect(try create(ann, 3, "ann", by: 101, "a3") == first)
      #expect(try bob.session(.sample(2)) == nil)
      #expect(try create(bob, 4, "ann", by: 102, "a4") == .nameTaken)
      #expect(try create(bob, 5, "ann2", by: 101, "a5") == .made, "it asks for something else")
      #expect(try create(bob, 6, "ann2", by: 101, "a6") != first)
      try ann.answer(EndSession(.sample(5)))
      #expect(try create(bob, 7, "ann2", by: 101, "a7") == .made, "what has ended is not told")
      #expect(try bob.session(.sample(7))?.user.id == "u7")
    },
    ContractCase("a session that ends frees its name and is told to the fleet") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      let bob = try ContractInstance("b", on: fleet)
      let hash = try TokenHash.sample(1)
      #expect(try ann.createSession(hash, .sample("u1"), "ann"))
      try ann.answer(EndSession(hash))
      for instance in [ann, bob] {
        try instance.wait(for: "the end of the session") { instance.fleetEvents == [.sessionEnded(hash)] }
        #expect(try instance.session(hash) == nil)
        #expect(try instance.user(named: "ann") == nil)
      }
      #expect(try bob.createSession(.sample(2), .sample("u2"), "ann"))
    },
    ContractCase("ending a session that is not there leaves the others alone") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      #expect(try ann.createSession(.sample(1), .sample("u1"), "ann"))
      let unknown = try TokenHash.sample(9)
      try ann.answer(EndSession(unknown))
      #expect(try ann.user(named: "ann")?.id == "u1")
    },
    ContractCase("a session expires after its last use, and its name with it") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      let life = try fleet.beforeTheEnd { life in
        let (one, other) = try (TokenHash.sample(life.number(1)), TokenHash.sample(life.number(2)))
        #expect(try ann.createSession(one, .sample("u1"), life.name("ann"), lifetime: life.seconds))
        #expect(try ann.createSession(other, .sample("u2"), life.name("bob"), lifetime: life.seconds))
        #expect(try ann.session(one, lifetime: life.seconds + 60)?.user.id == "u1")
      }
      fleet.pass(seconds: life.seconds + 1)
      #expect(try ann.session(.sample(life.number(1)))?.user.id == "u1")
      #expect(try ann.user(named: life.name("ann"))?.id == "u1")
      #expect(try ann.session(.sample(life.number(2))) == nil)
      #expect(try ann.user(named: life.name("bob")) == nil)
      #expect(try ann.createSession(.sample(100), .sample("u3"), life.name("bob")))
    },
  ]
}
