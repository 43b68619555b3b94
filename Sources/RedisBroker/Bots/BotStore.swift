import Broker

/// What bots of one name keep together, so that one that restarts goes on where it was, and several of them act as one:
/// records that change only from what they were read as, a mark on everything that was seen to, what is due, and messages
/// that have to be sent. A decision is kept whole or not at all.
package protocol BotStore: AnyObject {
  /// Reads everything, to decide about what was heard.
  /// - Parameter heard: its name; `nil` for what time brings.
  func read(_ heard: String?, completion: @escaping (Result<BotSnapshot, BrokerFailure>) -> Void)

  /// Keeps a decision.
  func commit(_ decision: BotDecision, completion: @escaping (Result<BotVerdict, BrokerFailure>) -> Void)

  /// What is due by now, and messages that have waited for longer than `milliseconds`, in their order.
  func agenda(
    waiting milliseconds: Int, completion: @escaping (Result<BotAgenda, BrokerFailure>) -> Void)

  /// These messages stand in the chat.
  func sent(_ ids: [String])

  /// How far a room has been read; `nil` where it has not been, lately.
  func position(in room: String, completion: @escaping (Result<String?, BrokerFailure>) -> Void)
}

/// Something that the bot keeps.
package struct BotRecord: Equatable, Sendable {
  package var id: String
  /// Counted up by each change; 0 for a new one.
  package var revision: Int
  package var content: [UInt8]

  package init(id: String, revision: Int, content: [UInt8]) {
    self.id = id
    self.revision = revision
    self.content = content
  }
}

/// All that is kept, at one moment.
package struct BotSnapshot: Equatable, Sendable {
  /// Milliseconds by the store's clock.
  package var now: Int64
  /// Whether what was heard has been seen to already.
  package var isHandled: Bool
  /// Of the newest record there has been.
  package var number: Int
  /// By last change.
  package var records: [BotRecord]

  package init(now: Int64, isHandled: Bool, number: Int, records: [BotRecord]) {
    self.now = now
    self.isHandled = isHandled
    self.number = number
    self.records = records
  }
}

/// A message that has to be sent.
package struct BotMessage: Equatable, Sendable {
  /// The id that it is sent with: however often that happens, it is stored once.
  package var id: String
  package var content: [UInt8]

  package init(id: String, content: [UInt8]) {
    self.id = id
    self.content = content
  }
}

/// What a bot has decided.
package struct BotDecision: Equatable, Sendable {
  /// What it is about, if it was heard.
  package var heard: String?
  /// The record that changes, as it was read but for the content, and when it is due: milliseconds by the store's clock.
  package var record: BotRecord?
  package var due: Int64?
  package var messages: [BotMessage] = []
  /// How far a room has been read with this.
  package var position: (room: String, text: String)?

  package init(heard: String?) { self.heard = heard }

  package static func == (a: BotDecision, b: BotDecision) -> Bool {
    a.heard == b.heard && a.record == b.record && a.due == b.due && a.messages == b.messages
      && a.position?.room == b.position?.room && a.position?.text == b.position?.text
  }
}

package enum BotVerdict: Int, Equatable, Sendable {
  case kept = 1
  /// Another bot has seen to it before.
  case handledBefore = 0
  /// The record is another one by now: read and decide again.
  case conflict = -1
}

package struct BotAgenda: Equatable, Sendable {
  /// Ids of records.
  package var due: [String]
  package var messages: [BotMessage]

  package init(due: [String], messages: [BotMessage]) {
    self.due = due
    self.messages = messages
  }
}

/// For how long, and how much.
package enum BotRetention {
  /// What was heard is remembered for longer than it may be heard again: seconds.
  package static let heard = 2 * 86_400
  /// A record is kept for so long after its last change: seconds.
  package static let record = 60 * 86_400
  package static let records = 300
  /// How far a room has been read: seconds.
  package static let position = 7 * 86_400
}
