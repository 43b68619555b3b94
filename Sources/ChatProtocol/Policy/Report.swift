import JSON

/// That somebody has told those who lead a room of a message there.
package struct Report: Equatable, Sendable {
  /// How many are kept of a room, how many of those of one person or one message, and how long: seconds.
  package static let kept = 50
  package static let keptOfOne = 10
  package static let lifetime = 30 * 86_400
  /// The longest reason, in Unicode scalars.
  package static let longestReason = 250

  /// The message's.
  package let position: Position
  /// When it was reported: milliseconds since 1970.
  package let time: Int64
  package let user: User.ID
  /// What they were called then.
  package let name: String
  /// Empty for none.
  package let reason: String

  package init(_ position: Position, time: Int64, by user: User.ID, named name: String, reason: String) {
    self.position = position
    self.time = time
    self.user = user
    self.name = name
    self.reason = reason
  }

  /// Whether both are the same person's word about the same message.
  package func repeats(_ other: Report) -> Bool { user == other.user && isAbout(other.position) }

  /// A message keeps its identity, wherever it lies.
  package func isAbout(_ message: Position) -> Bool { position.identity == message.identity }

  /// Why nothing is reported for such a reason.
  package static func refusal(ofReason reason: String) -> Refusal? {
    guard reason.utf8.count <= 4 * longestReason, reason.unicodeScalars.count <= longestReason else {
      return Refusal(.tooLarge, "A reason has at most \(longestReason) characters.")
    }
    guard reason.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      return Refusal(.badRequest, "A reason is one line, without control characters.")
    }
    return nil
  }

  /// The event that those are told who lead the room.
  package func json(in room: RoomName) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", "report")
      writer.member("room", room.text)
      writer.report(self)
    }
  }
}

extension Report {
  /// The event by which those who lead the room hear that all that was reported of a message is resolved.
  package static func resolution(of position: Position, in room: RoomName) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", "resolved")
      writer.member("room", room.text)
      writer.member("position", position.text)
    }
  }
}

extension JSONWriter {
  /// `position`, `seq`, `time`, `user`, `reason`.
  package mutating func report(_ report: Report) {
    member("position", report.position.text)
    member("seq", report.position.seq)
    member("time", report.time)
    member(
      "user",
      object: { user in
        user.member("id", report.user)
        user.member("name", report.name)
      })
    if !report.reason.isEmpty { member("reason", report.reason) }
  }
}
