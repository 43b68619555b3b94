import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// What may be done in a room: nothing is stored that was judged by another policy than the room has at its place.
  static let policies = [
    ContractCase("a change of a room's policy is stored and told like a message, and takes effect with that") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      try bob.subscribe(to: room)
      try ann.publish(2, in: room)
      #expect(try ann.policy(of: room) == Policy())
      #expect(try ann.synchronize(room).policy == "")
      var change = PolicyChange(
        settings: .init(mode: .closed, slow: 7, topic: "Tea & <b>\u{1F375}"),
        person: .init(id: "bob", name: "Bob B. Ünlü"), role: .moderator)
      change.founder = .init(id: "ann", name: "Ann")
      let receipt = try ann.publish(.policy(1, change, in: room), judgedBy: Judgement(""))
      #expect(receipt.position.seq == 3)
      var expected = Policy()
      expected.apply(change, version: receipt.position.identity, seq: 3, at: fleet.wallClock)
      #expect(expected.exists && expected.people.count == 2 && expected.slow == 7)
      for instance in [ann, bob] {
        #expect(try instance.policy(of: room) == expected)
        let page = try instance.synchronize(room)
        #expect(page.policy == receipt.position.identity && page.head == receipt.position)
        #expect(page.messages.last?.header.kind == .policy)
        #expect(page.messages.last.map { PolicyChange(body: $0.body) } == change)
      }
      try bob.settle(in: room)
      #expect(bob.messages[room]?.map(\.stored.seq) == [1, 2, 3])
      let leaving = PolicyChange(settings: .init(topic: ""), person: .init(id: "bob", name: ""))
      try ann.publish(.policy(2, leaving, in: room), judgedBy: Judgement(expected.version))
      let after = try bob.policy(of: room)
      #expect(after.people.keys.sorted() == ["ann"] && after.topic == "" && after.mode == .closed && after.seq == 4)
    },
    ContractCase("what was judged by another policy is not stored, unless it had been before") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let first = try ann.publish(.sample(1, in: room), judgedBy: Judgement(""))
      for version in ["x", "i1x0"] {
        #expect(throws: BrokerFailure.otherPolicy) {
          try ann.publish(.sample(2, in: room), judgedBy: Judgement(version))
        }
      }
      let head = try ann.publish(.policy(1, .muting("bob"), in: room), judgedBy: Judgement("")).position
      try ann.subscribe(to: room)
      for version in ["", "x"] {
        for publication in [Publication.sample(2, in: room), .policy(2, .muting("cid"), in: room)] {
          #expect(throws: BrokerFailure.otherPolicy) { try ann.publish(publication, judgedBy: Judgement(version)) }
        }
        let repeated = try ann.publish(.sample(1, in: room, attempt: 1), judgedBy: Judgement(version))
        #expect(repeated == first.repeated)
      }
      try ann.settle(in: room)
      #expect(ann.messages[room] == nil)
      #expect(try ann.synchronize(room).head == head)
      #expect(try ann.policy(of: room).people.keys.sorted() == ["bob"])
      #expect(try ann.publish(.sample(2, in: room), judgedBy: Judgement(head.identity)).position.seq == 3)
      // What is put back had its place already.
      #expect(try ann.publish(.sample(3, in: room)).position.seq == 4)
    },
    ContractCase("a change of nothing that is known here is one all the same") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let body = #"{"id":"p","from":{"id":"ann"},"set":{"mode":"upside-down"},"user":{"id":"bob"},"role":"jester"}"#
      let later = Publication(
        room: room, header: MessageHeader(.policy, author: "ann", id: "p"), identity: "later", body: Array(body.utf8),
        digest: "d")
      try ann.publish(later, judgedBy: Judgement(""))
      #expect(try ann.policy(of: room).version == "later")
      #expect(throws: BrokerFailure.otherPolicy) { try ann.publish(.sample(1, in: room), judgedBy: Judgement("")) }
    },
    ContractCase("bans that are over are dropped with the next change, and nothing else is") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      // For so many seconds; whose is over soon comes last, so that there is no change behind it yet.
      let people: [(User.ID, Policy.Role, Int64)] = [
        ("m1", .muted, 3), ("b2", .banned, 0), ("b3", .banned, 9_999), ("b1", .banned, 3),
      ]
      for (number, (id, role, seconds)) in people.enumerated() {
        let until = seconds == 0 ? 0 : fleet.wallClock + seconds * 1_000
        let change = PolicyChange(person: .init(id: id, name: "banned 1 x"), role: role, until: until)
        try ann.publish(.policy(number, change, in: room))
      }
      #expect(try ann.policy(of: room).people.count == 4)
      fleet.pass(seconds: 4)
      try ann.publish(.policy(9, PolicyChange(settings: .init(topic: "banned 1 x")), in: room))
      let policy = try ann.policy(of: room)
      #expect(policy.people.keys.sorted() == ["b2", "b3", "m1"] && policy.topic == "banned 1 x")
    },
    ContractCase("in a slow room an author waits, on whatever instance; a repeat does not") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let slow = PolicyChange(settings: .init(slow: 60))
      let version = try ann.publish(.policy(1, slow, in: room)).position.identity
      let judgement = Judgement(version, slow: 60)
      let first = try ann.publish(.sample(1, in: room), judgedBy: judgement)
      for instance in [ann, bob] {
        let refusal = #expect(throws: BrokerFailure.self) {
          try instance.publish(.sample(2, in: room), judgedBy: judgement)
        }
        guard case .tooSoon(let wait) = refusal else { throw InvalidSample(text: "\(String(describing: refusal))") }
        #expect((1...60_000).contains(wait))
        #expect(try instance.publish(.sample(1, in: room, attempt: 1), judgedBy: judgement) == first.repeated)
        // Moderators, and edits, ask for no pause.
        try instance.publish(.sample("free", in: room), judgedBy: Judgement(version))
      }
      try bob.publish(.sample(1, in: room, by: "bob"), judgedBy: judgement)
      // Once they may write more often.
      fleet.pass(seconds: 3)
      #expect(try !bob.publish(.sample(2, in: room), judgedBy: Judgement(version, slow: 2)).isDuplicate)
    },
    ContractCase("what is pinned and how long messages are kept are part of it, until that is taken back") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let position = try ann.publish(.sample(1, in: room)).position
      let pin = Policy.Pin(position, author: "ann", id: "m 1 \u{1F375}")
      try ann.publish(.policy(1, PolicyChange(settings: .init(pin: .up(pin), retain: 3_600)), in: room))
      var policy = try ann.policy(of: room)
      #expect(policy.pin == pin && policy.retain == 3_600)
      try ann.publish(.policy(2, PolicyChange(settings: .init(topic: "x")), in: room))
      policy = try ann.policy(of: room)
      #expect(policy.pin == pin && policy.retain == 3_600 && policy.topic == "x")
      try ann.publish(.policy(3, PolicyChange(settings: .init(pin: .down, retain: 0)), in: room))
      policy = try ann.policy(of: room)
      #expect(policy.pin == nil && policy.retain == 0)
    },
    ContractCase("who may call everybody is a part of it, until it is said anew") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      try ann.publish(.policy(1, PolicyChange(settings: .init(mode: .closed)), in: room))
      #expect(try bob.policy(of: room).everybody == nil && bob.policy(of: room).callers == .members)
      for (number, callers) in Policy.Callers.allCases.enumerated() {
        try ann.publish(.policy(2 + number, PolicyChange(settings: .init(everybody: callers)), in: room))
        #expect(try bob.policy(of: room).everybody == callers)
      }
      try bob.publish(.policy(9, PolicyChange(settings: .init(topic: "x")), in: room))
      #expect(try ann.policy(of: room).everybody == .members)
    },
    ContractCase("a room's invitations have one key, until another one is asked for; without a policy none") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      try ann.publish(.sample(1, in: room))
      #expect(try ann.answer(KeepInvitationKey(of: room, key: "k0", replaces: true)) == nil)
      #expect(try ann.answer(FindInvitationKey(of: room)) == nil)
      let version = try ann.publish(.policy(1, .muting("bob"), in: room)).position.identity
      #expect(try bob.answer(FindInvitationKey(of: room)) == nil)
      #expect(try ann.answer(KeepInvitationKey(of: room, key: "k1", replaces: false)) == "k1")
      #expect(try bob.answer(KeepInvitationKey(of: room, key: "k2", replaces: false)) == "k1")
      #expect(try bob.answer(FindInvitationKey(of: room)) == "k1")
      #expect(try bob.answer(KeepInvitationKey(of: room, key: "k3", replaces: true)) == "k3")
      try ann.publish(.policy(2, .muting("cid"), in: room), judgedBy: Judgement(version))
      #expect(try ann.answer(FindInvitationKey(of: room)) == "k3")
    },
    ContractCase("a report is told once for each person and message, and listed until the message is taken off") {
      fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      try bob.subscribe(to: room)
      let positions = try ann.publish(12 + Report.kept, in: room).map(\.position)
      func report(_ index: Int, by user: User, _ reason: String = "") throws -> Bool {
        try ann.answer(AddReport(positions[index], by: user, reason: reason, in: room))
      }
      let (cid, dan) = (User.sample("cid"), User(id: "dan", name: "Dan D. \u{dc}", kind: .user))
      #expect(try report(0, by: dan, "It's <b>rude</b>, \u{1F375}"))
      #expect(try !report(0, by: dan, "Again"))
      #expect(try report(0, by: cid))
      let listed = try bob.answer(ListReports(of: room))
      #expect(listed.map(\.user) == ["cid", "dan"] && listed.map(\.position) == [positions[0], positions[0]])
      #expect(listed.map(\.reason) == ["", "It's <b>rude</b>, \u{1F375}"] && listed[1].name == dan.name)
      #expect(listed.allSatisfy { (fleet.wallClock - $0.time).magnitude < 60_000 })
      try bob.settle(in: room)
      #expect(bob.reports[room]?.map(\.user) == ["dan", "cid"])
      // The same message may lie elsewhere, after the store has lost it.
      let moved = Position(epoch: "x", generation: 7, seq: 99, identity: positions[0].identity)
      for count in [2, 0] { #expect(try ann.answer(RemoveReports(about: moved, in: room)) == count) }
      #expect(try ann.answer(ListReports(of: room)).isEmpty)
      try bob.settle(in: room)
      #expect(bob.resolved[room] == [moved])
      for index in 0..<12 { #expect(try report(index, by: dan)) }
      #expect(try ann.answer(ListReports(of: room)).map(\.position) == positions[2..<12].reversed())
      for number in 1...Report.kept { #expect(try report(11 + number, by: User.sample("u\(number)"))) }
      let latest = try ann.answer(ListReports(of: room)).map(\.user)
      #expect(latest == (1...Report.kept).reversed().map { "u\($0)" })
      #expect(try ann.answer(RemoveReports(about: positions[0], in: RoomName.sample("other"))) == 0)
    },
    ContractCase("of a full list of reports those go whose authors have most there") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let positions = try ann.publish(Report.keptOfOne, in: room).map(\.position)
      try ann.answer(AddReport(positions[0], by: .sample("ann"), reason: "", in: room))
      let others = (1...Report.kept / Report.keptOfOne).map { User.sample("u\($0)") }
      for (user, position) in others.flatMap({ user in positions.map { (user, $0) } }) {
        try ann.answer(AddReport(position, by: user, reason: "", in: room))
      }
      let listed = try ann.answer(ListReports(of: room))
      #expect(listed.count == Report.kept && listed.last?.user == "ann")
      #expect(listed.count { $0.user == "u1" } == Report.keptOfOne - 1)
    },
    ContractCase("many reports of one message push out nobody's lone report of another") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let positions = try ann.publish(2, in: room).map(\.position)
      try ann.answer(AddReport(positions[1], by: .sample("ann"), reason: "", in: room))
      for number in 1...Report.kept + 1 {
        #expect(try ann.answer(AddReport(positions[0], by: .sample("u\(number)"), reason: "", in: room)))
      }
      let listed = try ann.answer(ListReports(of: room)).map(\.user)
      #expect(listed == (42...51).reversed().map { "u\($0)" } + ["ann"])
    },
    ContractCase("one person's report of a message is taken off alone, and told when it was the last") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      let position = try ann.publish(1, in: room)[0].position
      for user in ["bob", "cid"] { try ann.answer(AddReport(position, by: .sample(user), reason: "x", in: room)) }
      #expect(try ann.answer(RemoveReports(about: position, by: "dan", in: room)) == 0)
      #expect(try ann.answer(RemoveReports(about: position, by: "bob", in: room)) == 1)
      try ann.settle(in: room)
      #expect(ann.resolved[room] == nil)
      #expect(try ann.answer(ListReports(of: room)).map(\.user) == ["cid"])
      #expect(try ann.answer(RemoveReports(about: position, by: "cid", in: room)) == 1)
      try ann.settle(in: room)
      #expect(ann.resolved[room] == [position])
    },
    ContractCase("somebody who is muted while writing through three instances gets no place behind it") { fleet in
      try checkMuting(fleet, rounds: 40)
    },
  ]

  /// Three instances write for Bob, each as it knows the room, while a fourth one mutes him.
  private static func checkMuting(_ fleet: any ContractFleet, rounds: Int) throws {
    let writers = try (0..<3).map { try ContractInstance("w\($0)", on: fleet) }
    let ann = try ContractInstance("a", on: fleet)
    for round in 1...rounds { try checkMuting(fleet, round, ann, writers) }
  }

  private static func checkMuting(
    _ fleet: any ContractFleet, _ round: Int, _ ann: ContractInstance, _ writers: [ContractInstance]
  ) throws {
    let room = try RoomName.sample("round-\(round)")
    let version = try ann.publish(.policy(0, PolicyChange(settings: .init(topic: "x")), in: room)).position.identity
    var (answered, refused) = (0, 0)
    var mute: Position?
    for number in 1...30 {
      for (index, writer) in writers.enumerated() {
        let publication = Publication.sample(number * 3 + index, in: room, by: "bob")
        writer.broker.perform(Publish(publication, judgedBy: Judgement(version))) { result in
          answered += 1
          if case .failure(.otherPolicy) = result { refused += 1 }
        }
      }
      if number == 1 + round % 30 {
        ann.broker.perform(Publish(.policy(1, .muting("bob"), in: room), judgedBy: Judgement(version))) { result in
          mute = try? result.get().position
        }
      }
    }
    try ann.wait(for: "all answers") { answered == 90 && mute != nil }
    let page = try ann.synchronize(room, limit: 200)
    let behind = page.messages.filter { $0.seq > mute?.seq ?? 0 }
    #expect(behind.isEmpty && page.messages.count == 92 - refused)
    #expect(try ann.policy(of: room).role(of: "bob", at: fleet.wallClock) == .muted)
  }
}

extension PolicyChange {
  package static func muting(_ id: User.ID) -> PolicyChange {
    PolicyChange(person: Person(id: id, name: id), role: .muted)
  }
}

extension Publication {
  /// A change of the policy by Ann.
  package static func policy(_ number: Int, _ change: PolicyChange, in room: RoomName) -> Publication {
    let id = "p\(number)"
    return Publication(
      room: room, header: MessageHeader(.policy, author: "ann", id: id), identity: "i\(number)p",
      body: MessageBody.policy(change, id: id, from: .sample("ann")), digest: ContentDigest.policy(change))
  }
}
