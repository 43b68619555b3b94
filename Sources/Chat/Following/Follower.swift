import Base
import ChatProtocol
import JSON

/// One operator who follows what a user does on this instance, or what happens in a room here: of which type it is, where, how
/// large, by which way and what came of it, and never what it says.
///
/// What it has to tell waits until it is taken, within bounds; what did not find room is counted.
package final class Follower {
  package enum Subject: Equatable, Sendable {
    case user(User.ID)
    case room(RoomName)
  }

  /// What waits to be taken: lines.
  static let mostLines = 1_000
  /// Requests that are not answered yet.
  static let mostOpen = 1_000
  /// Who takes nothing for so long is gone.
  static let longestSilence: TimeSpan = .seconds(15)

  /// Not to be guessed.
  package let id: String
  package let subject: Subject
  private(set) var takenAt: Instant
  private var lines: [[UInt8]] = []
  private var dropped = 0
  private var open: [ObjectIdentifier: [OpenRequest]] = [:]
  private var openCount = 0

  init(_ subject: Subject, id: String, at now: Instant) {
    (self.subject, self.id, takenAt) = (subject, id, now)
  }

  /// What has happened since the last time, each a JSON object, and how much did not find room.
  package func take(at now: Instant) -> (lines: [[UInt8]], dropped: Int) {
    takenAt = now
    defer { (lines, dropped) = ([], 0) }
    return (lines, dropped)
  }

  private func tell(_ what: StaticString, _ time: Int64, _ write: (inout JSONWriter) -> Void) {
    guard lines.count < Self.mostLines else { return dropped += 1 }
    lines.append(
      JSONWriter.object { writer in
        writer.member("time", time)
        writer.member("what", what.description)
        write(&writer)
      })
  }

  // MARK: - What happens

  func requested(_ request: ClientRequest, by client: Client, at time: HubTime) {
    guard isMeant(client.user.id, request.action.roomText) else { return }
    let one = OpenRequest(
      id: request.id, type: request.kind.rawValue, room: request.action.roomText,
      bytes: request.action.contentBytes, at: time)
    // Silence is the answer.
    if case .typing = request.action { return tell(one, by: client, result: "silence", at: time) }
    guard openCount < Self.mostOpen else { return dropped += 1 }
    open[ObjectIdentifier(client), default: []].append(one)
    openCount += 1
  }

  /// What can't be understood has no type, and no room.
  func misunderstood(_ id: String?, by client: Client, at time: HubTime) {
    guard isMeant(client.user.id, nil) else { return }
    tell(OpenRequest(id: id, type: "?", room: nil, bytes: 0, at: time), by: client, result: "bad_request", at: time)
  }

  /// - Parameter reply: the client's one answer to some request. It is read only where one of a client's requests is followed.
  func answered(_ reply: [UInt8], by client: Client, at time: HubTime) {
    guard let waiting = open[ObjectIdentifier(client)], let object = try? JSONParser.parseObject(reply),
      let index = waiting.firstIndex(where: { $0.id == object["id"]?.string })
    else { return }
    let type = object["type"]?.string ?? "?"
    let result = type == "error" ? object["code"]?.string ?? type : type
    let one = close(index, of: client)
    tell(one, by: client, result: result, answer: reply.count, at: time)
  }

  private func close(_ index: Int, of client: Client) -> OpenRequest {
    let key = ObjectIdentifier(client)
    var waiting = open[key] ?? []
    let one = waiting.remove(at: index)
    open[key] = waiting.isEmpty ? nil : waiting
    openCount -= 1
    return one
  }

  func came(_ client: Client, at time: HubTime) {
    guard isConnection(client) else { return }
    tell("connected", time.wallClock) { $0.author(client) }
  }

  func went(_ client: Client, at time: HubTime) {
    // Another client may be at the same place in memory later.
    let waiting = open.removeValue(forKey: ObjectIdentifier(client)) ?? []
    openCount -= waiting.count
    for one in waiting { tell(one, by: client, result: "gone", at: time) }
    guard isConnection(client) else { return }
    tell("disconnected", time.wallClock) { $0.author(client) }
  }

  /// A message or a change reached the room, from whichever instance.
  func delivered(_ message: StoredMessage, in room: RoomName, to members: Int, at time: HubTime) {
    guard case .room(room) = subject else { return }
    tell("delivered", time.wallClock) { writer in
      writer.member("type", message.header.kind.rawValue)
      writer.member("room", room.text)
      writer.member("user", message.header.author)
      writer.member("bytes", message.body.count)
      writer.member("seq", message.seq)
      writer.member("members", members)
    }
  }

  /// Polls come and go with what they ask, which is told.
  private func isConnection(_ client: Client) -> Bool { subject == .user(client.user.id) && client.transport.lasts }

  private func isMeant(_ user: User.ID, _ room: String?) -> Bool {
    switch subject {
    case .user(user): true
    case .room(let followed): room == followed.text
    case .user: false
    }
  }

  private func tell(
    _ one: OpenRequest, by client: Client, result: String, answer: Int? = nil, at time: HubTime
  ) {
    tell("request", one.at.wallClock) { writer in
      writer.member("type", one.type)
      if let room = one.room { writer.member("room", room) }
      writer.author(client)
      writer.member("bytes", one.bytes)
      writer.member("result", result)
      if let answer { writer.member("answerBytes", answer) }
      writer.member("milliseconds", (time.now - one.at.now).milliseconds)
    }
  }
}

/// A request that is followed and not answered yet.
private struct OpenRequest {
  let id: String?
  let type: String
  let room: String?
  let bytes: Int
  let at: HubTime
}

extension JSONWriter {
  fileprivate mutating func author(_ client: Client) {
    member("user", client.user.id)
    member("name", client.user.name)
    member("by", client.transport.lasts ? "websocket" : "poll")
  }
}
