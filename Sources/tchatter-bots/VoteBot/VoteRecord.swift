import Base
import Foundation
import JSON

// How votes and messages are kept in the bots' store. Foundation: for JSON that follows from the types.

extension BotRecord {
  init(_ vote: Vote, revision: Int) {
    self.init(id: vote.id.description, revision: revision, content: (try? Array(JSONEncoder().encode(vote))) ?? [])
  }

  /// `nil` for what this version does not understand.
  var vote: Vote? {
    guard let vote = try? JSONDecoder().decode(Vote.self, from: Data(content)), vote.isSound else { return nil }
    return vote
  }
}

extension BotDecision {
  /// What is kept of a decision in one step, with what it was about.
  /// - Parameter snapshot: what it was decided by.
  init(_ decision: VoteRules.Decision, about task: VoteTask, in snapshot: BotSnapshot) {
    let revision = snapshot.records.first { $0.id == decision.vote?.id.description }?.revision ?? 0
    let cause = task.cause(decision.vote, revision: revision)
    self.init(heard: task.heard)
    record = decision.vote.map { BotRecord($0, revision: revision) }
    due = decision.vote?.due
    messages = decision.messages.enumerated().map { place, message in
      OutgoingMessage(message, cause: cause, place: place).kept
    }
    position = task.position
    if let call = task.call?.call, let id = decision.vote?.id { answer = call.answer(id) }
  }
}

extension BotSnapshot {
  /// What came of a call when it was made before.
  func outcome(of call: VoteCall, _ answer: String) -> Result<PendingVoteCall.Outcome, VoteError> {
    Result { () throws(VoteError) in
      let id = try call.vote(in: answer)
      guard let vote = records.first(where: { $0.id == id.description })?.vote else { throw .noVote }
      return PendingVoteCall.Outcome(vote: vote, isRepeat: true)
    }
  }
}

/// A message to be sent, with where it goes.
struct OutgoingMessage: Equatable {
  let id: String
  /// A room, or `@` and a name.
  let room: String
  let text: String

  /// - Parameters:
  ///   - cause: what it answers; the same for every bot that answers it.
  ///   - place: its place among the answers.
  init(_ message: VoteRules.Message, cause: String, place: Int) {
    id = "\(cause)-\(place)"
    switch message {
    case .room(let room, let text): (self.room, self.text) = (room, text)
    case .direct(let voter, let text): (room, self.text) = ("@" + voter.name, text)
    }
  }

  init?(_ message: BotMessage) {
    guard let object = try? JSONParser.parseObject(message.content), let room = object["room"]?.string,
      let text = object["text"]?.string
    else { return nil }
    (id, self.room, self.text) = (message.id, room, text)
  }

  var kept: BotMessage {
    BotMessage(
      id: id,
      content: JSONWriter.object { writer in
        writer.member("room", room)
        writer.member("text", text)
      })
  }
}

/// The name of what a bot has heard, the same for every bot that hears it.
enum HeardName {
  static func of(room: String, author: String, id: String) -> String {
    let digest = SHA256.hash(Array("\(room)\n\(author)\n\(id)".utf8))
    return Hex.encode(digest.prefix(12))
  }
}
