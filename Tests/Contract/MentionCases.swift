import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Who is mentioned, and finds it later.
  static let mentions = [
    ContractCase("whoever is mentioned finds it on every instance, the newest first, and nobody else does") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      #expect(try a.createSession(.sample(1), .sample("ann"), "ann"))
      #expect(try a.createSession(.sample(2), .sample("bob"), "bob 🙂"))
      #expect(try a.note(1, [["ann"], ["bob 🙂"]]) == 2)
      #expect(try b.note(2, [["ann said", "ann"], ["nobody", "none"], ["ann"]]) == 1)
      #expect(try b.mentions("ann") == [2, 1] && b.mentions("bob") == [1] && a.mentions("zoe") == [])
      let mention = try #require(try a.answer(ListMentions(of: "ann")).last)
      #expect(try mention == .sample(1))
    },
    ContractCase("of the names that a mention can mean the likeliest counts that is somebody's; never the author") {
      fleet in
      let a = try ContractInstance("a", on: fleet)
      #expect(try a.createSession(.sample(1), .sample("ann"), "ann"))
      #expect(try a.createSession(.sample(2), .sample("lee"), "ann lee"))
      #expect(try a.note(1, [["ann lee there", "ann lee", "ann"]], by: "ann") == 1)
      #expect(try a.mentions("lee") == [1] && a.mentions("ann") == [])
      #expect(try a.note(2, [["ann"]], by: "ann") == 0)
      try a.answer(EndSession(.sample(2)))
      #expect(try a.note(3, [["ann lee", "ann"]]) == 1)
      #expect(try a.mentions("ann") == [3])
    },
    ContractCase("a bot is noted nothing, nor is somebody banned whose name is held") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let skeleton = try UserName("Robbie").skeleton
      #expect(try a.answer(AddBot(.sample("Robbie"), key: .sample(4), skeleton: skeleton)) == .added)
      #expect(try a.createSession(.sample(1), .sample("eve"), "eve"))
      try a.answer(ChangeStanding(.ban(seconds: 60, reason: "", holdsNames: true), of: "eve"))
      #expect(try a.note(1, [[skeleton], ["eve"]]) == 0)
    },
    ContractCase("an application's user is found by their name after their last session, until it is another's") {
      fleet in
      let a = try ContractInstance("a", on: fleet)
      let name = try a.signIn(1, "ann", "Ann")
      try a.answer(EndSession(.sample(1)))
      #expect(try a.note(1, [[name]]) == 1 && a.mentions("ann") == [1])
      #expect(try a.createSession(.sample(2), .sample("guest"), name))
      #expect(try a.note(2, [[name]]) == 1 && a.mentions("ann") == [1] && a.mentions("guest") == [2])
    },
    ContractCase("an application's user is found by the name that they had last, and by none once it is forgotten") {
      fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let ada = try a.signIn(1, "ann", "Ada")
      try a.answer(EndSession(.sample(1)))
      let eve = try b.signIn(2, "ann", "Eve")
      try b.answer(EndSession(.sample(2)))
      #expect(try a.note(1, [[ada]]) == 0 && a.note(2, [[eve]]) == 1)
      // Ann has it again, after Bob: that it was Bob's before Cid's must not make it nobody's.
      let bobs = try a.signIn(3, "bob", "Ada")
      try a.answer(EndSession(.sample(3)))
      #expect(try b.signIn(4, "cid", "Ada") == bobs)
      try a.answer(EndSession(.sample(4)))
      _ = try a.signIn(5, "bob", "Bob")
      #expect(try a.note(3, [[ada]]) == 1 && a.mentions("cid") == [3])
      try a.answer(ForgetUser(of: "ann"))
      #expect(try a.note(4, [[ada], [eve]]) == 1 && a.mentions("ann") == [])
    },
    ContractCase("a guest's are kept as long as is said, others longer; all are forgotten when asked") { fleet in
      let a = try ContractInstance("a", on: fleet)
      #expect(try a.createSession(.sample(1), .sample("guest"), "guest"))
      let (ann, bob) = (try a.signIn(2, "ann", "Ann"), try a.signIn(3, "bob", "Bob"))
      #expect(try a.note(1, [["guest"], [ann], [bob]], lifetime: 1) == 3)
      fleet.pass(seconds: 2)
      #expect(try a.mentions("guest") == [] && a.mentions("ann") == [1])
      for hash in [2, 3] as [UInt8] { try a.answer(EndSession(.sample(hash))) }
      try a.answer(ForgetUser(of: "ann"))
      #expect(try a.note(2, [[ann], [bob]]) == 1)
      #expect(try a.mentions("ann") == [] && a.mentions("bob") == [2, 1])
    },
    ContractCase("only those are noted it who may read it") { fleet in
      let a = try ContractInstance("a", on: fleet)
      #expect(try a.createSession(.sample(1), .sample("ann"), "ann"))
      #expect(try a.createSession(.sample(2), .sample("bob"), "bob"))
      let both = [["ann"], ["bob"]]
      #expect(try a.note(1, both, to: .only(["ann", "eve"])) == 1)
      #expect(try a.note(2, both, to: .allBut(["ann", "eve"])) == 1)
      #expect(try a.note(3, both, to: .only([])) == 0)
      #expect(try a.mentions("ann") == [1] && a.mentions("bob") == [2])
    },
    ContractCase("who is called as one of all finds it as long as they do by name, once, and who may read it") {
      fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let guest = String(repeating: "g", count: User.guestIDLength - 1)
      let life = try fleet.beforeTheEnd(of: 1) { life throws in
        let (ann, bob, eve, guest) = (life.name("ann"), life.name("bob"), life.name("eve"), life.name(guest))
        #expect(try a.createSession(.sample(life.number(1)), .sample(ann), ann))
        let (called, readers) = ([ann, bob, eve, guest, "zoe"], [ann, bob, guest, "zoe"])
        #expect(try a.note(1, [[ann]], and: called, to: .only(Set(readers)), lifetime: life.seconds) == 3)
        #expect(try b.mentions(ann) == [1] && b.mentions(bob) == [1] && b.mentions(guest) == [1])
        #expect(try b.mentions(eve) == [] && b.mentions("zoe") == [])
      }
      fleet.pass(seconds: life.seconds + 1)
      let bob = life.name("bob")
      #expect(try a.mentions(bob) == [1] && a.mentions(life.name(guest)) == [])
      #expect(try a.note(2, [], and: [bob]) == 1 && a.mentions(bob) == [2, 1])
    },
    ContractCase("of more than are kept the oldest go") { fleet in
      let a = try ContractInstance("a", on: fleet)
      #expect(try a.createSession(.sample(1), .sample("ann"), "ann"))
      for seq in 1...UInt64(Mention.kept + 3) { #expect(try a.note(seq, [["ann"]]) == 1) }
      #expect(try a.mentions("ann") == (4...UInt64(Mention.kept + 3)).reversed())
    },
  ]
}

extension Mention {
  fileprivate static func sample(_ seq: UInt64) throws -> Mention {
    Mention(
      try .sample("r"), at: Position(epoch: "epoch", generation: 1, seq: seq, identity: "id"), time: 1_000 + Int64(seq))
  }
}

extension ContractInstance {
  fileprivate func note(
    _ seq: UInt64, _ names: [[String]], and called: [User.ID] = [], by author: User.ID = "zoe",
    to readers: NoteMentions.Readers = .allBut([]),
    lifetime: Int = 3_600
  ) throws -> Int {
    try answer(NoteMentions(.sample(seq), of: names, and: called, by: author, to: readers, lifetime: lifetime))
  }

  /// As an application's user.
  /// - Returns: the skeleton of the name.
  fileprivate func signIn(_ number: UInt8, _ user: User.ID, _ name: String) throws -> String {
    let name = try UserName(name)
    let call = try CreateUserSession(
      .sample(number), of: user, names: [name], created: 1, expires: Self.farAhead, lifetime: 60)
    guard case .made = try answer(call) else { return "" }
    return name.skeleton
  }

  fileprivate func mentions(_ user: User.ID) throws -> [UInt64] {
    try answer(ListMentions(of: user)).map(\.position.seq)
  }
}
