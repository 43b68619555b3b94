import Broker
import Chat
import ChatProtocol
import JSON

/// Has one of the rooms' actions done in another way.
final class AlteredAction: RoomTampering {
  private let alter: (RoomSync.Action) -> [RoomSync.Action]?

  /// - Parameter alter: what is done instead; `nil` for the action as it is.
  init(_ alter: @escaping (RoomSync.Action) -> [RoomSync.Action]?) { self.alter = alter }

  func altered(_ action: RoomSync.Action) -> [RoomSync.Action] { alter(action) ?? [action] }

  /// A message that is sent again gets another id.
  static var newID: AlteredAction {
    var number = 0
    return AlteredAction {
      guard case .publish(var pending, let known) = $0 else { return nil }
      number += 1
      pending.publication = pending.publication.copy(id: "\(pending.publication.id) \(number)")
      return [.publish(pending, expecting: known)]
    }
  }

  /// What is missing is never read.
  static var noFetch: AlteredAction {
    AlteredAction { if case .fetch(.some, _) = $0 { [] } else { nil } }
  }

  /// Messages are stored in whatever history there is.
  static var noFence: AlteredAction {
    AlteredAction { if case .publish(let pending, _) = $0 { [.publish(pending, expecting: nil)] } else { nil } }
  }

  /// The first message that was forgotten is not put back where it was.
  static var firstElsewhere: AlteredAction {
    var isFirst = false
    return AlteredAction {
      switch $0 {
      case .restart, .rewind:
        isFirst = true
        return nil
      case .restore(let publication, _) where isFirst:
        isFirst = false
        return [.restore(publication.elsewhere, expecting: nil)]
      default: return nil
      }
    }
  }

  /// What was forgotten is put back the newest first, before anything else is asked of the store.
  static var newestFirst: AlteredAction {
    var held: [RoomSync.Action] = []
    return AlteredAction { action in
      switch action {
      case .restore(let publication, _):
        held.append(.restore(publication, expecting: nil))
        return [.restore(publication.elsewhere, expecting: nil)]
      case .publish, .fetch:
        defer { held = [] }
        return held.reversed() + [action]
      default: return nil
      }
    }
  }

  /// What was forgotten is put back without what it answers and its data.
  static var textAlone: AlteredAction {
    AlteredAction { action in
      guard case .restore(let publication, let known) = action else { return nil }
      return [.restore(publication.textAlone, expecting: known)]
    }
  }

  /// A message calls everybody, whether or not its author may.
  static var unjudgedCall: AlteredAction {
    AlteredAction { action in
      guard case .publish(var pending, let known) = action, pending.publication.mentioned.everybody != nil else {
        return nil
      }
      // What is altered once mentions nobody any more.
      pending.publication = pending.publication.copy(body: MessageBody.calling(.all, pending.publication.body))
      return [.publish(pending, expecting: known)]
    }
  }

  /// A message is acknowledged before the store has answered.
  static var earlyAnswer: AlteredAction {
    AlteredAction { action in
      guard case .publish(let pending, _) = action else { return nil }
      let nowhere = Position(epoch: "-", generation: 0, seq: 0, identity: "-")
      return [.answer(pending.number, .success(Receipt(position: nowhere, time: 0, isDuplicate: false))), action]
    }
  }
}

/// Has clients that come in handed something else.
final class AlteredCatchUp: RoomTampering {
  private let alter: (inout JoinCatchUp) -> Void

  init(_ alter: @escaping (inout JoinCatchUp) -> Void) { self.alter = alter }

  func altered(_ catchUp: JoinCatchUp) -> JoinCatchUp {
    var altered = catchUp
    alter(&altered)
    return altered
  }
}

extension JoinCatchUp {
  /// Leaves out what came live while the client's page was read.
  mutating func forgetRest() {
    guard page != nil else { return }
    rest = LogSlice()
    isWhole = true
  }
}

extension Publication {
  func copy(room: RoomName? = nil, id: String? = nil, body: [UInt8]? = nil) -> Publication {
    Publication(
      room: room ?? self.room,
      header: MessageHeader(header.kind, author: author, id: id ?? self.id, target: header.target),
      identity: identity, body: body ?? self.body, digest: digest)
  }

  var textAlone: Publication {
    guard let members = try? JSONParser.parseObject(body).members else { return self }
    return copy(
      body: JSONWriter.object { writer in
        for member in members where !["reply", "data"].contains(member.name) {
          writer.member(named: member.name, member.value)
        }
      })
  }

  /// The same in a room where nobody is.
  var elsewhere: Publication { copy(room: RoomName("elsewhere")) }
}
