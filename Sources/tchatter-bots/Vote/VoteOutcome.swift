/// What a round came to.
struct VoteOutcome: Equatable {
  /// How far a team agrees.
  enum Agreement: Equatable {
    case nobody
    /// All voted the same.
    case full(Int)
    /// More than half did; the others are the outliers.
    case most(Int)
    case none
  }

  /// Of each step of the scale, who voted for it.
  let camps: [[Voter]]
  let agreement: Agreement
  /// The middle vote, the lower of two.
  let median: Int?
  /// Who is worth hearing: all who differ from the most; where there is none, those at both ends. Of two nobody is one.
  let outliers: [(voter: Voter, choice: Int)]

  init(_ ballots: [Vote.Ballot], scale: Scale) {
    let ballots = ballots.filter { scale.steps.indices.contains($0.choice) }
    camps = scale.steps.indices.map { step in ballots.filter { $0.choice == step }.map(\.voter) }
    let sorted = ballots.map(\.choice).sorted()
    median = sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    agreement = Self.agreement(camps, count: ballots.count)
    let isOutlier: (Int) -> Bool
    switch agreement {
    case .nobody, .full: isOutlier = { _ in false }
    case .most(let choice): isOutlier = { $0 != choice }
    case .none: isOutlier = { sorted.count > 2 && ($0 == sorted.first || $0 == sorted.last) }
    }
    outliers = ballots.filter { isOutlier($0.choice) }.map { ($0.voter, $0.choice) }
  }

  private static func agreement(_ camps: [[Voter]], count: Int) -> Agreement {
    guard count > 0 else { return .nobody }
    guard let largest = camps.indices.max(by: { camps[$0].count < camps[$1].count }) else { return .nobody }
    if camps[largest].count == count { return .full(largest) }
    return camps[largest].count * 2 > count ? .most(largest) : .none
  }

  static func == (a: VoteOutcome, b: VoteOutcome) -> Bool {
    a.camps == b.camps && a.agreement == b.agreement && a.median == b.median
      && a.outliers.elementsEqual(b.outliers, by: ==)
  }
}
