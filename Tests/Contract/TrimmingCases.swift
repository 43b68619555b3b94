import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// Forgetting what is older than it is kept.
  static let trimming = [
    ContractCase("what is too old is forgotten although the room goes on", limits: BacklogLimits(seconds: 8)) { fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let old = try ann.publish(3, in: room).map(\.position)
      try ann.answer(Erase(.deleted(old[1]), in: room))
      #expect(try ann.trim(room)?.first == 1)
      fleet.pass(seconds: 6)
      let kept = try ann.publish(.sample(4, in: room)).position
      fleet.pass(seconds: 3)
      #expect(try ann.trim(room) == TrimBacklog.Trimmed(epoch: kept.epoch, first: 4, hasMore: false))
      #expect(try ann.history(room, .before(seq: .max)).messages.map(\.seq) == [4])
      #expect(try ann.synchronize(room).messages.map(\.seq) == [4])
      let gap = try ann.synchronize(room, after: old[0])
      #expect(gap.verdict == .gap && gap.messages.map(\.seq) == [4] && gap.head == kept)
      #expect(try ann.synchronize(room, after: old[2]).verdict == .recovered)
      #expect(try ann.publish(.sample(5, in: room)).position.seq == 5)
    },
    ContractCase("a room of which nothing is kept has its head and its epoch", limits: BacklogLimits(seconds: 2)) {
      fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let head = try ann.publish(3, in: room)[2].position
      fleet.pass(seconds: 3)
      #expect(try ann.trim(room) == TrimBacklog.Trimmed(epoch: head.epoch, first: 4, hasMore: false))
      let page = try ann.synchronize(room, after: head)
      #expect(page.verdict == .recovered && page.head == head && page.messages.isEmpty)
      let next = try ann.publish(.sample(4, in: room)).position
      #expect(next.epoch == head.epoch && next.seq == 4)
    },
    ContractCase("what is older than the room's policy keeps it is forgotten, and nothing of others") { fleet in
      let (room, other) = (try RoomName.sample(), try RoomName.sample("other"))
      let ann = try ContractInstance("a", on: fleet)
      let old = try ann.publish(3, in: room).map(\.position)
      try ann.publish(3, in: other)
      let version = try ann.publish(.policy(1, PolicyChange(settings: .init(retain: 5)), in: room)).position.identity
      fleet.pass(seconds: 6)
      let kept = try ann.publish(.sample(4, in: room), judgedBy: Judgement(version)).position
      #expect(try ann.trim(room) == TrimBacklog.Trimmed(epoch: kept.epoch, first: 5, hasMore: false))
      #expect(try ann.trim(other)?.first == 1)
      #expect(try ann.history(room, .before(seq: .max)).messages.map(\.seq) == [5])
      let gap = try ann.synchronize(room, after: old[0])
      #expect(gap.verdict == .gap && gap.messages.map(\.seq) == [5] && gap.policy == version)
    },
    ContractCase("what nobody trims goes with the policy's time all the same", limits: BacklogLimits(seconds: 8)) {
      fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let version = try ann.publish(.policy(1, PolicyChange(settings: .init(retain: 1)), in: room)).position.identity
      try ann.publish(.sample(2, in: room), judgedBy: Judgement(version))
      fleet.pass(seconds: 4)
      #expect(try ann.history(room, .before(seq: .max)).messages.isEmpty)
      #expect(try ann.publish(.sample(3, in: room), judgedBy: Judgement(version)).position.seq == 3)
    },
    ContractCase("what was deleted stays so once messages are kept longer", limits: BacklogLimits(seconds: 8)) {
      fleet in
      let room = try RoomName.sample()
      let ann = try ContractInstance("a", on: fleet)
      let places = try ann.publish(2, in: room).map(\.position)
      try ann.answer(Erase(.deleted(places[0]), in: room))
      for (number, retain) in [1, 0].enumerated() {
        try ann.publish(.policy(number, PolicyChange(settings: .init(retain: retain)), in: room))
      }
      fleet.pass(seconds: 4)
      let messages = try ann.history(room, .before(seq: .max)).messages
      #expect(messages.map(\.seq) == [1, 2, 3, 4] && messages[0] == messages[0].erased)
    },
    ContractCase("in a room that is not there nothing is forgotten, and it is not made") { fleet in
      let room = try RoomName.sample("nowhere")
      let ann = try ContractInstance("a", on: fleet)
      #expect(try ann.trim(room) == nil)
      #expect(try ann.history(room, .after(seq: 0)).epoch == "")
    },
  ]
}

extension ContractInstance {
  fileprivate func trim(_ room: RoomName) throws -> TrimBacklog.Trimmed? { try answer(TrimBacklog(of: room)) }
}
