import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Taking texts out of what is handed out.
  static let erasing = [
    ContractCase("a deleted message and its newest edit are handed out without their text") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let places = try ann.publish(6, in: room).map(\.position)
      for _ in 0..<2 { try ann.erase(.edited(places[1], by: places[3]), in: room) }
      #expect(try ann.erased(room) == [])
      for _ in 0..<2 { try ann.erase(.deleted(places[1]), in: room) }
      for instance in [ann, bob] { #expect(try instance.erased(room) == [2, 4]) }
      let page = try bob.synchronize(room)
      #expect(page.head == places[5] && page.messages.map(\.identity) == places.map(\.identity))
    },
    ContractCase("an edit takes the text of the one before it out, in whatever order they are told") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let places = try ann.publish(6, in: room).map(\.position)
      try ann.erase(.edited(places[0], by: places[1]), in: room)
      try ann.erase(.edited(places[0], by: places[3]), in: room)
      #expect(try ann.erased(room) == [2])
      try ann.erase(.edited(places[0], by: places[2]), in: room)
      #expect(try ann.erased(room) == [2, 3])
      try ann.erase(.deleted(places[0]), in: room)
      try ann.erase(.edited(places[0], by: places[5]), in: room)
      #expect(try ann.erased(room) == [1, 2, 3, 4, 6])
    },
    ContractCase("several are taken out in one call, each as by itself") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let places = try ann.publish(8, in: room).map(\.position)
      try ann.answer(Erase([], in: room))
      #expect(try ann.erased(room) == [])
      for _ in 0..<2 {
        try ann.answer(
          Erase(
            [
              .edited(places[0], by: places[2]), .edited(places[0], by: places[4]), .deleted(places[1]),
              .edited(places[1], by: places[5]), .deleted(places[6]),
            ], in: room))
        #expect(try ann.erased(room) == [2, 3, 6, 7])
      }
    },
    ContractCase("a page of history tells which of its messages were edited, if it is asked") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let places = try ann.publish(9, in: room).map(\.position)
      for (original, edit) in [(0, 2), (0, 4), (3, 5), (6, 7)] {
        try ann.erase(.edited(places[original], by: places[edit]), in: room)
      }
      try ann.erase(.deleted(places[6]), in: room)
      for (range, limit, edited) in [
        (.before(seq: .max), 100, [1, 4]), (.before(seq: 6), 2, [4]), (.before(seq: 5), 1, [4]),
        (.before(seq: 4), 2, []),
        (.after(seq: 0), 3, [1]),
      ] as [(HistoryRange, Int, Set<UInt64>)] {
        #expect(try ann.edited(room, range, limit: limit) == edited, "\(range)")
      }
      #expect(try ann.history(room, .before(seq: .max)).edited == [], "nobody asked")
      #expect(try ann.edited(.sample("none"), .after(seq: 0), limit: 9) == [])
    },
    ContractCase("what is read anywhere in a room lacks what was taken out, in pages of any size") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let places = try ann.publish(30, in: room).map(\.position)
      for index in stride(from: 0, to: 30, by: 3) { try ann.erase(.deleted(places[index]), in: room) }
      let expected = stride(from: UInt64(1), through: 30, by: 3).map { $0 }
      for limit in [1, 2, 7, 30] {
        var (read, back, after): ([StoredMessage], [StoredMessage], Position?) = ([], [], places[0])
        repeat {
          let page = try ann.synchronize(room, after: after, limit: limit)
          read += page.messages
          after = page.hasMore ? page.messages.last.map { Position(of: $0, epoch: page.head.epoch) } : nil
        } while after != nil
        repeat {
          back = try ann.history(room, .before(seq: back.first?.seq ?? .max), limit: limit).messages + back
        } while back.first?.seq != 1
        #expect(read.filter(\.isErased).map(\.seq) == Array(expected.dropFirst()))
        #expect(back.filter(\.isErased).map(\.seq) == expected)
      }
      #expect(try ann.history(room, .after(seq: 2), limit: 2).messages.map(\.isErased) == [false, true])
    },
    ContractCase("a place of another history takes nothing out") { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let place = try ann.publish(2, in: room)[0].position
      let other = Position(epoch: place.epoch, generation: 0, seq: 1, identity: "other")
      let beyond = Position(epoch: place.epoch, generation: 0, seq: 99, identity: "other")
      for place in [other, beyond] {
        try ann.erase(.deleted(place), in: room)
        try ann.erase(.edited(place, by: place), in: room)
      }
      try ann.erase(.deleted(place), in: .sample("nowhere"))
      #expect(try ann.erased(room) == [])
    },
    ContractCase("texts stay out while messages are trimmed", limits: BacklogLimits(messages: 10)) { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      var deleted: [UInt64] = []
      for number in 1...600 {
        let place = try ann.publish(.sample(number, in: room)).position
        guard number % 5 == 0 else { continue }
        try ann.erase(.deleted(place), in: room)
        deleted.append(place.seq)
      }
      let messages = try ann.history(room, .before(seq: .max), limit: 1_000).messages
      #expect(messages.filter(\.isErased).map(\.seq) == deleted.filter { $0 >= messages.first?.seq ?? 0 })
    },
  ]
}

extension StoredMessage {
  fileprivate var isErased: Bool { self == erased }
}

extension ContractInstance {
  fileprivate func erase(_ erasure: Erasure, in room: RoomName) throws {
    try answer(Erase(erasure, in: room))
  }

  /// The seqs of the messages without text, which must be the same however they are read.
  fileprivate func erased(_ room: RoomName) throws -> [UInt64] {
    let read = try synchronize(room).messages.filter(\.isErased).map(\.seq)
    #expect(try history(room, .before(seq: .max)).messages.filter(\.isErased).map(\.seq) == read)
    return read
  }

  /// The seqs of the messages of a page that were edited.
  fileprivate func edited(_ room: RoomName, _ range: HistoryRange, limit: Int) throws -> Set<UInt64> {
    try answer(ReadHistory(of: room, range, limit: limit, tellsEdited: true)).edited
  }
}
