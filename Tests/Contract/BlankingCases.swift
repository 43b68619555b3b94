import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Taking what was erased out of the store itself.
  static let blanking = [
    ContractCase("texts that are not handed out are taken out of the store, and no place changes") { fleet in
      let room = try RoomName.sample()
      let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let places = try ann.publish(300, in: room).map(\.position)
      for index in stride(from: 0, to: 300, by: 3) { try ann.answer(Erase(.deleted(places[index]), in: room)) }
      let before = try ann.everything(in: room)
      _ = try ann.blank(room)
      for instance in [ann, bob] {
        let after = try instance.everything(in: room)
        #expect(after.map(\.seq) == Array(1...300) && after.map(\.identity) == before.map(\.identity))
        #expect(after.map(\.time) == before.map(\.time) && after.map(\.header) == before.map(\.header))
        #expect(after.filter { $0 != $0.erased }.map(\.body) == before.filter { $0 != $0.erased }.map(\.body))
        #expect(after.count { $0 != $0.erased } == 200)
        #expect(try instance.synchronize(room, after: places[10], limit: 1).verdict == .recovered)
      }
      #expect(try ann.blank(room) == 0)
      #expect(try bob.publish(.sample(301, in: room), expecting: places[299]).position.seq == 301)
    },
    ContractCase("what is written while texts are taken out is there, in its order, and nothing of it is missing") {
      fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let place = try ann.publish(400, in: room)[0].position
      try ann.answer(Erase(.deleted(place), in: room))
      var number = 400
      repeat {
        number += 1
        #expect(try ann.publish(.sample(number, in: room)).position.seq == UInt64(number))
        #expect(try ann.everything(in: room).map(\.seq) == (1...number).map { UInt64($0) })
      } while try !ann.answer(BlankTexts(of: room)).isDone && number < 500
      #expect(try ann.everything(in: room).map(\.seq) == (1...number).map { UInt64($0) })
      #expect(try ann.synchronize(room, after: place).verdict == .recovered)
    },
    ContractCase("in a room that is not there, or has no messages, there is nothing to take out") { fleet in
      let ann = try ContractInstance("a", on: fleet)
      #expect(try ann.answer(BlankTexts(of: .sample("nowhere"))) == BlankTexts.Step(count: 0, isDone: true))
      _ = try ann.synchronize(.sample("empty"))
      #expect(try ann.answer(BlankTexts(of: .sample("empty"))) == BlankTexts.Step(count: 0, isDone: true))
    },
  ]
}

extension ContractInstance {
  /// All messages that are kept.
  fileprivate func everything(in room: RoomName) throws -> [StoredMessage] {
    try history(room, .after(seq: 0), limit: 1_000).messages
  }

  /// Takes all out; how many there were.
  fileprivate func blank(_ room: RoomName) throws -> Int {
    var (count, steps) = (0, 0)
    while steps < 100 {
      let step = try answer(BlankTexts(of: room))
      count += step.count
      steps += 1
      if step.isDone { return count }
    }
    throw TimedOut(description: "the texts are never out")
  }
}
