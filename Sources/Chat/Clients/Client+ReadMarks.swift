import Broker
import ChatProtocol
import JSON

// How far the user has read, on all of their devices.
extension Client {
  /// Moves the mark to what lies at a position or, if that is the first that is to be read again, back to right before it.
  func markRead(_ text: String, at position: Position, isBack: Bool, id: String?) {
    allowedAddress(text, id: id) { address, policy in
      self.place(of: position, in: address.room, policy) { result in
        switch result {
        case .success(let (position, time)):
          let mark = ReadMark(position, time: time, isBefore: isBack)
          let isTaken = self.hub.readMarks.take(ReadMove(address.room, to: mark, isForced: isBack), from: self)
          guard isTaken else { return self.refuse(Self.tooManyMarks, id: id) }
          self.answer("read", id: id) { $0.mark(RoomMark(address.room, mark)) }
        case .failure(let refusal): self.refuse(refusal, id: id)
        }
      }
    }
  }

  private static let tooManyMarks = Refusal(
    .unavailable, "Too much that was read waits to be stored.", retryAfter: ReadMarks.span.milliseconds)

  /// Where what was stored at a position lies now, and when it was stored.
  private func place(
    of position: Position, in room: RoomName, _ policy: Policy,
    completion: @escaping (Result<(Position, time: Int64), Refusal>) -> Void
  ) {
    event(of: MessageReference(seq: position.seq, position: position), in: room, policy) { result in
      completion(
        result.flatMap { event in
          guard let object = event.flatMap({ try? JSONParser.parseObject($0) }), let time = object["time"]?.integer,
            let found = object["position"]?.string.flatMap({ Position($0) }), found.identity == position.identity
          else { return .failure(Self.noMessage) }
          return .success((found, time))
        })
    }
  }

  /// Tells how far the user has read which rooms.
  func marks(id: String?) {
    let isTaken = read { ended in
      self.hub.broker.perform(ListReadMarks(of: self.user.id)) { result in
        ended(Price.marks((try? result.get().count) ?? 0))
        switch result {
        case .success(let marks):
          self.answer("marks", id: id) { writer in
            let marks = marks.filter { self.may(.enter, in: $0.room) }
            writer.member("rooms", array: { array in for mark in marks { array.object { $0.mark(mark) } } })
          }
        case .failure(let failure): self.refuse(Refusal(failure), id: id)
        }
      }
    }
    if !isTaken { refuse(Self.tooManyReads, id: id) }
  }

  /// Another of the user's connections has read something.
  func tell(_ mark: RoomMark) {
    guard may(.enter, in: mark.room) else { return }
    tell(
      JSONWriter.object { writer in
        writer.member("type", "read")
        writer.mark(mark)
      })
  }
}

extension JSONWriter {
  fileprivate mutating func mark(_ read: RoomMark) {
    member("room", read.room.text)
    member("position", read.mark.position.text)
    member("time", read.mark.time)
    if read.mark.isBefore { member("back", true) }
  }
}
