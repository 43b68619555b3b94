import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Texts that try to be something else: commands, keys, patterns, formats, lines.
  package static let hostileTexts = [
    "\r\n*1\r\n$8\r\nFLUSHALL\r\n", "*", "a:b", "{x}", "}{", "%s%n%08x", "\0", "a\0b", "' ..redis.call('FLUSHALL')--",
    "-ERR no", "🙂", "é\u{301}", "\u{202E}", ".", ".61", "~", " ", "m e 0 1 i 5\n{}", String(repeating: "k", count: 64),
  ]

  static let hostileContent = [
    ContractCase("ids, bodies and announcements are kept byte by byte, whatever they hold") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      for (index, text) in hostileTexts.enumerated() {
        let publication = Publication.sample(text, in: room, body: text, digest: "d\(index)")
        #expect(try !ann.publish(publication).isDuplicate, "\(index)")
        #expect(try ann.publish(publication).isDuplicate, "\(index)")
        ann.broker.announce(Typing(user: "u1", json: Array(text.utf8)), in: room)
      }
      try ann.settle(in: room)
      let bodies = hostileTexts.map { Array($0.utf8) }
      #expect(try ann.synchronize(room).messages.map(\.body) == bodies)
      #expect(ann.messages[room]?.map(\.stored.body) == bodies)
      let headers = hostileTexts.map { MessageHeader(author: "ann", id: $0) }
      #expect(try ann.synchronize(room).messages.map(\.header) == headers)
      #expect(ann.messages[room]?.map(\.stored.header) == headers)
      #expect(ann.typing.map(\.json) == bodies)
    },
    ContractCase("a change keeps its kind and what it changes, whatever that is called") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      let headers = hostileTexts.enumerated().map { index, text in
        let target = MessageTarget(seq: UInt64(index), author: "bob", id: text)
        return MessageHeader(index % 2 == 0 ? .edit : .reaction, author: "ann", id: "c\(index)", target: target)
      }
      for header in headers {
        let publication = Publication(
          room: room, header: header, identity: header.id, body: Array(#"{"id":"i"}"#.utf8), digest: "d")
        #expect(try !ann.publish(publication).isDuplicate)
      }
      try ann.settle(in: room)
      #expect(try ann.synchronize(room).messages.map(\.header) == headers)
      #expect(ann.messages[room]?.map(\.stored.header) == headers)
    },
    ContractCase("names and messages to the fleet are kept byte by byte, whatever they hold") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      let room = try RoomName.sample()
      for (index, text) in hostileTexts.enumerated() {
        let user = User.sample("u\(index)", name: text)
        #expect(try ann.createSession(.sample(UInt8(index)), user, text), "\(index)")
        #expect(try ann.user(named: text) == user, "\(index)")
        #expect(try ann.session(.sample(UInt8(index)))?.user == user, "\(index)")
        try ann.updatePresence(room, present: [user])
        let maintenance = Maintenance(isOn: true, message: text)
        try ann.answer(SetMaintenance(maintenance))
        #expect(try ann.answer(ReadMaintenance()) == maintenance)
        let direct = RoomName(between: "ann", and: user.id)
        try ann.answer(RecordDirect(direct, from: user, to: .sample("ann")))
        try ann.wait(for: "the event") {
          ann.fleetEvents.last == .direct(room: direct, from: user, recipient: "ann")
        }
      }
      let names = try ann.members(room).users.map { Array($0.name.utf8) }
      #expect(Set(names) == Set(hostileTexts.map { Array($0.utf8) }))
      #expect(try ann.answer(ListDirectRooms(of: "ann")).count == hostileTexts.count)
    },
    ContractCase("what is reported and what is pinned are kept byte by byte, whatever they hold") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      for (index, text) in hostileTexts.enumerated() {
        // Of one message not so many are kept.
        let position = try ann.publish(.sample(1_000 + index, in: room)).position
        let user = User.sample("u\(index)", name: text)
        #expect(try ann.answer(AddReport(position, by: user, reason: text, in: room)), "\(index)")
        let pin = Policy.Pin(position, author: "ann", id: text)
        try ann.publish(.policy(index, PolicyChange(settings: .init(pin: .up(pin))), in: room))
        #expect(try ann.policy(of: room).pin.map { Array($0.id.utf8) } == Array(text.utf8), "\(index)")
      }
      try ann.settle(in: room)
      let bytes = hostileTexts.map { Array($0.utf8) }
      for reports in [ann.reports[room] ?? [], try ann.answer(ListReports(of: room)).reversed()] {
        #expect(reports.map { Array($0.reason.utf8) } == bytes && reports.map { Array($0.name.utf8) } == bytes)
      }
    },
    ContractCase("a large body travels whole") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      try ann.subscribe(to: room)
      let body = String(repeating: "0123456789abcdef", count: 20_000)
      try ann.publish(.sample("large", in: room, body: body))
      try ann.settle(in: room)
      #expect(ann.messages[room]?.map(\.stored.body.count) == [body.utf8.count])
      #expect(try ann.synchronize(room).messages.map(\.body.count) == [body.utf8.count])
    },
  ]
}
