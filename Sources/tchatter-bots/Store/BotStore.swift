/// What bots of one name keep together, so that one that restarts goes on where it was, and several of them act as one:
/// records that change only from what they were read as, a mark on everything that was seen to, what is due, and messages
/// that have to be sent. A decision is kept whole or not at all.
protocol BotStore: AnyObject {
  /// Reads everything, to decide about what was heard.
  /// - Parameter heard: its name; `nil` for what time brings.
  func read(_ heard: String?, completion: @escaping (Result<BotSnapshot, BotStoreFailure>) -> Void)

  /// What has changed, for who only looks.
  /// - Parameter since: as `BotChanges.latest` told it; `nil` for everything.
  func changes(since: Int64?, completion: @escaping (Result<BotChanges, BotStoreFailure>) -> Void)

  /// Keeps a decision.
  func commit(_ decision: BotDecision, completion: @escaping (Result<BotVerdict, BotStoreFailure>) -> Void)

  /// What is due by now, and messages that have waited for longer than `milliseconds`, in their order.
  func agenda(
    waiting milliseconds: Int, completion: @escaping (Result<BotAgenda, BotStoreFailure>) -> Void)

  /// These messages stand in the chat.
  func sent(_ ids: [String])

  /// How far a room has been read; `nil` where it has not been, lately.
  func position(in room: String, completion: @escaping (Result<String?, BotStoreFailure>) -> Void)
}

/// Why the store did not answer: whether a decision was kept is unknown. `reason` is for the log.
struct BotStoreFailure: Error, Equatable {
  let reason: String
}

/// Something that the bot keeps.
struct BotRecord: Equatable, Sendable {
  var id: String
  /// Counted up by each change; 0 for a new one.
  var revision: Int
  var content: [UInt8]
}

/// All that is kept, at one moment.
struct BotSnapshot: Equatable, Sendable {
  /// Milliseconds by the store's clock.
  var now: Int64
  /// What was answered where what was heard has been seen to already.
  var answer: String?
  /// Of the newest record there has been.
  var number: Int
  /// By last change.
  var records: [BotRecord]

  var isHandled: Bool { answer != nil }
}

/// What is kept, as somebody sees it who looks at it again and again.
struct BotChanges: Equatable, Sendable {
  struct Change: Equatable, Sendable {
    /// Microseconds by the store's clock; no two are alike.
    let at: Int64
    let record: BotRecord
  }

  /// How many records there are in all.
  var count: Int
  /// When the last of them changed.
  var latest: Int64
  var records: [Change]
}

/// A message that has to be sent.
struct BotMessage: Equatable, Sendable {
  /// The id that it is sent with: however often that happens, it is stored once.
  var id: String
  var content: [UInt8]
}

/// What a bot has decided.
struct BotDecision: Equatable, Sendable {
  /// What it is about, if it was heard.
  var heard: String?
  /// What is answered to who asks for the same again.
  var answer = "1"
  /// The record that changes, as it was read but for the content, and when it is due: milliseconds by the store's clock.
  var record: BotRecord?
  var due: Int64?
  var messages: [BotMessage] = []
  /// How far a room has been read with this.
  var position: (room: String, text: String)?

  init(heard: String?) { self.heard = heard }

  static func == (a: BotDecision, b: BotDecision) -> Bool {
    a.heard == b.heard && a.answer == b.answer && a.record == b.record && a.due == b.due && a.messages == b.messages
      && a.position?.room == b.position?.room && a.position?.text == b.position?.text
  }
}

enum BotVerdict: Int, Equatable, Sendable {
  case kept = 1
  /// Another bot has seen to it before.
  case handledBefore = 0
  /// The record is another one by now: read and decide again.
  case conflict = -1
}

struct BotAgenda: Equatable, Sendable {
  /// Ids of records.
  var due: [String]
  var messages: [BotMessage]
}

/// For how long, and how much.
enum BotRetention {
  /// What was heard is remembered for longer than it may be heard again: seconds.
  static let heard = 2 * 86_400
  /// A record is kept for so long after its last change: seconds.
  static let record = 60 * 86_400
  static let records = 300
  /// How far a room has been read: seconds.
  static let position = 7 * 86_400
}
