import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Guarantees 1–3: stored with its place, in order, once.
  static let publishing = [
    ContractCase("a publication is answered with its place and can be read there") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let receipt = try ann.publish(.sample(1, in: room))
      let page = try ann.synchronize(room)
      #expect(receipt.position == page.head)
      #expect(!receipt.isDuplicate)
      #expect(receipt.position.seq == 1)
      #expect(page.messages.map(\.body) == [Array(#"{"text":"ann 1"}"#.utf8)])
      #expect(page.messages.map(\.time) == [receipt.time])
      #expect(page.messages.map(\.identity) == ["i1x0"])
    },
    ContractCase("seqs have no hole and follow the order in which publications were handed over") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let receipts = try ann.publish(300, in: room)
      #expect(receipts.map(\.position.seq) == Array(1...300))
      #expect(Set(receipts.map(\.position.epoch)).count == 1)
      let page = try ann.synchronize(room, limit: 300)
      #expect(page.messages.map(\.identity) == (1...300).map { "i\($0)x0" })
    },
    ContractCase("a repeated id is stored once and answered with the first receipt, whichever instance asks") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let other = try ContractInstance("b", on: fleet)
      let first = try ann.publish(.sample(1, in: room))
      try ann.publish(.sample(2, in: room))
      for instance in [ann, other] {
        let repeated = try instance.publish(.sample(1, in: room, attempt: 1))
        #expect(repeated == Receipt(position: first.position, time: first.time, isDuplicate: true))
      }
      #expect(try ann.synchronize(room).messages.count == 2)
    },
    ContractCase("the same id with other content is refused and nothing is stored") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.publish(.sample("same", in: room, digest: "one"))
      #expect(throws: BrokerFailure.conflict) { try ann.publish(.sample("same", in: room, digest: "two")) }
      #expect(try ann.synchronize(room).head.seq == 1)
    },
    ContractCase("the same id with other words of its digest is refused, too") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let first = try ann.publish(.sample("same", in: room, digest: "more text"))
      #expect(try ann.publish(.sample("same", in: room, digest: "more text")) == first.repeated)
      for digest in ["- text", "other text", "more other"] {
        #expect(throws: BrokerFailure.conflict) { try ann.publish(.sample("same", in: room, digest: digest)) }
      }
      #expect(try ann.answer(FindReceipt(of: "same", by: "ann", in: room)) == first.repeated)
      #expect(try ann.synchronize(room).head.seq == 1)
    },
    ContractCase("a message is handed out with what it answers and its data, and deleted without the data") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      try bob.subscribe(to: room)
      let content = MessageContent(
        "yes", reply: MessageTarget(seq: 7, author: "bob", id: "x \"y\""),
        data: try .sample(#"{"text":"secret","n":[1.5]}"#))
      let publication = try Publication.message(content, in: room)
      let place = try ann.publish(publication).position
      try bob.wait(for: "the message") { bob.messages[room]?.isEmpty == false }
      let told = bob.messages[room]?.first?.stored
      #expect(told?.body == publication.body && told?.header == publication.header)
      for stored in [try bob.synchronize(room).messages, try bob.history(room, .before(seq: .max)).messages] {
        #expect(stored.map(\.body) == [publication.body])
      }
      try ann.answer(Erase(.deleted(place), in: room))
      for stored in [try bob.synchronize(room).messages, try bob.history(room, .before(seq: .max)).messages] {
        #expect(stored.map(\.body) == told.map { [$0.erased.body] })
        #expect(stored.first?.body.firstRange(of: Array("secret".utf8)) == nil)
      }
    },
    ContractCase("what came of a request is found by its id, and nothing else is") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      #expect(try ann.answer(FindReceipt(of: "id-1", by: "ann", in: room)) == nil)
      let receipt = try ann.publish(.sample(1, in: room))
      #expect(try ann.answer(FindReceipt(of: "id-1", by: "ann", in: room)) == receipt.repeated)
      #expect(try ann.answer(FindReceipt(of: "id-2", by: "ann", in: room)) == nil)
      #expect(try ann.answer(FindReceipt(of: "id-1", by: "bob", in: room)) == nil)
      #expect(try ann.answer(FindReceipt(of: "id-1", by: "ann", in: .sample("other"))) == nil)
      #expect(try ann.synchronize(room).head == receipt.position)
    },
    ContractCase("an id belongs to its author and its room") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      for (room, author) in [("one", "ann"), ("one", "bob"), ("two", "ann")] {
        let receipt = try ann.publish(.sample(1, in: .sample(room), by: author))
        #expect(!receipt.isDuplicate)
      }
      #expect(try ann.synchronize(.sample("one")).head.seq == 2)
    },
    ContractCase("several are stored one behind the other, each as by itself, and are heard in their order") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      try bob.subscribe(to: room)
      let first = try ann.publish(.sample(1, in: room))
      let publications = (2...40).map { Publication.sample($0, in: room) }
      let receipts = try ann.publishSeveral(publications, expecting: first.position).map { try $0.get() }
      #expect(receipts.map(\.position.seq) == Array(2...40) && receipts.allSatisfy { !$0.isDuplicate })
      #expect(receipts.map(\.position.identity) == publications.map(\.identity))
      try bob.wait(for: "all of them") { bob.messages[room]?.count == 40 }
      #expect(bob.messages[room]?.map(\.stored.identity) == (1...40).map { "i\($0)x0" })
      #expect(try ann.synchronize(room).head == receipts.last?.position)
      let again = try ann.publishSeveral(publications, expecting: first.position).map { try $0.get() }
      #expect(again == receipts.map(\.repeated))
      #expect(try ann.publishSeveral([], expecting: first.position).isEmpty)
      #expect(try ann.publish(.sample(41, in: room), expecting: receipts[38].position).position.seq == 41)
    },
    ContractCase("of several each is answered by itself, and those behind one that is refused are stored") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let first = try ann.publish(.sample("one", in: room, digest: "a"))
      let results = try ann.publishSeveral(
        [
          .sample("two", in: room, digest: "a"), .sample("one", in: room, digest: "a"),
          .sample("one", in: room, digest: "b"), .sample("three", in: room, digest: "a"),
        ], expecting: first.position)
      #expect(results.map { (try? $0.get())?.position.seq } == [2, 1, nil, 3])
      #expect(try results[1].get() == first.repeated)
      #expect(results[2] == .failure(.conflict))
    },
    ContractCase("several that are meant for another history, or judged by another policy, are not stored") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let place = try ann.publish(.sample(1, in: room)).position
      let several = (2...4).map { Publication.sample($0, in: room) }
      let other = Position(epoch: "other", generation: place.generation, seq: 1, identity: place.identity)
      let beyond = Position(epoch: place.epoch, generation: place.generation, seq: 9, identity: place.identity)
      for known in [other, beyond] {
        #expect(try ann.publishSeveral(several, expecting: known).allSatisfy { $0 == .failure(.stale) })
      }
      let results = try ann.publishSeveral(several, expecting: place, judgedBy: Judgement("v"))
      #expect(results.allSatisfy { $0 == .failure(.otherPolicy) })
      #expect(try ann.synchronize(room).head == place)
      let governed = try ann.publish(.policy(1, .muting("bob"), in: room), judgedBy: Judgement("")).position
      #expect(try ann.publishSeveral(several, expecting: governed).allSatisfy { $0 == .failure(.otherPolicy) })
      let version = try ann.policy(of: room).version
      let stored = try ann.publishSeveral(several, expecting: governed, judgedBy: Judgement(version))
      #expect(try stored.map { try $0.get().position.seq } == [3, 4, 5])
    },
    ContractCase("where several are stored, the oldest go as by one", limits: BacklogLimits(messages: 10)) { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      var place = try ann.publish(.sample(1, in: room)).position
      for begin in stride(from: 2, to: 802, by: 20) {
        let several = (begin..<begin + 20).map { Publication.sample($0, in: room) }
        place = try #require(try ann.publishSeveral(several, expecting: place).last).get().position
      }
      #expect(place.seq == 801)
      #expect(try (10..<300).contains(ann.history(room, .after(seq: 0), limit: 1_000).messages.count))
    },
    ContractCase("eight publishers who repeat a third of what they send make one order without doubles") { fleet in
      try checkManyPublishers(fleet)
    },
  ]

  private static func checkManyPublishers(_ fleet: any ContractFleet) throws {
    let rooms = try [RoomName.sample("one"), .sample("two")]
    let watcher = try ContractInstance("watcher", on: fleet)
    for room in rooms { try watcher.subscribe(to: room) }
    let publishers = try (0..<8).map { try ContractInstance("p\($0)", on: fleet) }
    var receipts: [String: [Receipt]] = [:]
    var failures: [BrokerFailure] = []
    var asked = 0
    for number in 1...100 {
      for (index, publisher) in publishers.enumerated() {
        let room = rooms[(number + index) % 2]
        for attempt in 0...((number + index) % 3 == 0 ? 1 : 0) {
          asked += 1
          publisher.broker.perform(Publish(.sample(number, in: room, by: "p\(index)", attempt: attempt))) { result in
            switch result {
            case .success(let receipt): receipts["p\(index) \(number)", default: []].append(receipt)
            case .failure(let failure): failures.append(failure)
            }
          }
        }
      }
    }
    try watcher.wait(for: "all answers") { receipts.values.reduce(failures.count) { $0 + $1.count } == asked }
    #expect(failures.isEmpty)
    try watcher.wait(for: "all messages") { rooms.allSatisfy { watcher.messages[$0]?.count == 400 } }
    for room in rooms { #expect(watcher.messages[room]?.map(\.stored.seq) == Array(1...400)) }
    for (_, answers) in receipts {
      #expect(Set(answers.map(\.position.text)).count == 1)
      #expect(answers.filter { !$0.isDuplicate }.count == 1)
    }
  }
}

extension ContractInstance {
  fileprivate func publishSeveral(
    _ publications: [Publication], expecting known: Position, judgedBy judgement: Judgement = Judgement("")
  ) throws -> [Result<Receipt, BrokerFailure>] {
    let room = try RoomName.sample()
    return try answer(PublishSeveral(publications, in: room, expecting: known, judgedBy: judgement))
  }
}
