import Base

/// What a program asks to be done, over HTTP.
struct VoteCall: Equatable {
  enum Action: Equatable {
    case start(room: String, VotePlan)
    case cast(VoteID, voter: String, choice: String)
    case about(VoteCommand.Deed, VoteID)
  }

  let caller: HTTPCaller
  let action: Action
  /// By which a repeat of it is known.
  var idempotencyKey: String?
  /// The same for the same request: made of all that it says.
  var fingerprint = ""

  /// What it is called among the things heard; the keys of one caller mean nothing to another.
  var heard: String? {
    idempotencyKey.map { HeardName.of(room: "http", author: caller.name, id: $0) }
  }

  /// The rooms whose people matter for it.
  func rooms(_ votes: [Vote]) -> Set<String> {
    switch action {
    case .start(let room, _): [room]
    // Who is known as a member needs not be looked for.
    case .cast(let id, let voter, _):
      Set(votes.filter { $0.id == id && !$0.members.contains(Voter(voter)) }.map(\.room))
    case .about(.again, let id): Set(votes.filter { $0.id == id }.map(\.room))
    case .about: []
    }
  }

  /// What the store remembers of it.
  func answer(_ vote: VoteID) -> String { "\(fingerprint) \(vote)" }

  /// The vote that it was about when it was asked before.
  /// - Parameter answer: what the store remembers.
  func vote(in answer: String) throws(VoteError) -> VoteID {
    let words = answer.split(separator: " ")
    guard words.count == 2, words[0] == fingerprint, let id = VoteID(words[1]) else { throw .otherRequest }
    return id
  }
}

/// A call that waits for its turn.
final class PendingVoteCall {
  /// What comes of it: the vote as it is then.
  struct Outcome: Equatable {
    let vote: Vote
    /// Whether it had been done before.
    var isRepeat = false
  }

  let call: VoteCall
  /// What the ids of the messages are made of.
  let cause: String
  private var completion: ((Result<Outcome, VoteError>) -> Void)?
  private let isAwaited: () -> Bool

  /// - Parameters:
  ///   - isAwaited: whether somebody still waits for it. What nobody waits for is not begun.
  ///   - completion: told once.
  init(
    _ call: VoteCall, entropy: any Entropy, isAwaited: @escaping () -> Bool,
    completion: @escaping (Result<Outcome, VoteError>) -> Void
  ) {
    self.call = call
    cause = call.heard ?? Hex.encode(entropy.bytes(12))
    self.isAwaited = isAwaited
    self.completion = completion
  }

  /// Whether nothing is to be done about it any more.
  var isOver: Bool { completion == nil || !isAwaited() }

  func complete(_ result: Result<Outcome, VoteError>) {
    let completion = completion
    self.completion = nil
    completion?(result)
  }
}
