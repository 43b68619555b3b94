import Base
import EventLoop

/// All votes, as they are in the store: asked for anew whenever somebody wants to know, so that of several bots each tells
/// the same. Only what has changed since is read.
final class VoteBoard {
  struct Entry {
    let vote: Vote
    /// When it changed: microseconds by the store's clock, no two alike.
    let changedAt: Int64
  }

  enum Change {
    /// These.
    case votes([Entry])
    /// Everything may be another than before: the beginning, votes that are not kept any more, a store that went back.
    case all
  }

  /// What expires in the store by itself is forgotten here as late as this.
  private static let reload: TimeSpan = .seconds(3_600)

  var onChange: (Change) -> Void = { _ in }
  private let store: any BotStore
  private let reactor: Reactor
  private var entries: [String: Entry] = [:]
  /// All ids that the store has, those that can't be read too.
  private var known: Set<String> = []
  /// The newest change that is known; `nil` when everything has to be read.
  private(set) var version: Int64?
  /// What the votes come to, once somebody has asked since the last change.
  private var countedStatistics: [UInt8]?
  private var loadedAt: Instant = .distantPast
  private var waiting: [(BotStoreFailure?) -> Void] = []
  private var isReading = false

  init(store: any BotStore, reactor: Reactor) {
    self.store = store
    self.reactor = reactor
  }

  /// From the newest vote on.
  var votes: [Vote] { entries.values.map(\.vote).sorted { $0.id.number > $1.id.number } }

  /// What they come to, in each room and in all: counted once after a change, as whoever looks at the votes asks then.
  var statistics: [UInt8] {
    let counted = countedStatistics ?? VoteStatistics.json(votes)
    countedStatistics = counted
    return counted
  }

  func vote(_ id: VoteID) -> Vote? { entries[id.description]?.vote }

  /// Brings it up to date.
  func refresh(_ completion: @escaping (BotStoreFailure?) -> Void) {
    waiting.append(completion)
    read()
  }

  private func read() {
    guard !isReading, !waiting.isEmpty else { return }
    isReading = true
    if reactor.now >= loadedAt + Self.reload { version = nil }
    // Who asks from now on may mean what happens from now on.
    let asking = waiting
    waiting = []
    load { [weak self] failure in
      guard let self else { return }
      isReading = false
      for completion in asking { completion(failure) }
      // From the loop: a store that answers at once is no deep recursion.
      if !waiting.isEmpty { reactor.after(.zero) { [weak self] in self?.read() } }
    }
  }

  private func load(_ completion: @escaping (BotStoreFailure?) -> Void) {
    store.changes(since: version) { [weak self] result in
      guard let self else { return }
      switch result {
      case .failure(let failure): completion(failure)
      case .success(let changes):
        guard take(changes) else { return load(completion) }
        completion(nil)
      }
    }
  }

  /// - Returns: whether it fits what was known; if not, everything has to be read.
  private func take(_ changes: BotChanges) -> Bool {
    let isWhole = version == nil
    if isWhole { (entries, known, loadedAt) = ([:], [], reactor.now) }
    if isWhole || !changes.records.isEmpty { countedStatistics = nil }
    let changed = changes.records.compactMap { change -> Entry? in
      known.insert(change.record.id)
      let entry = change.record.vote.map { Entry(vote: $0, changedAt: change.at) }
      entries[change.record.id] = entry
      return entry
    }
    guard isWhole || known.count == changes.count && changes.latest >= version ?? 0 else {
      version = nil
      return false
    }
    version = changes.latest
    if isWhole { onChange(.all) } else if !changed.isEmpty { onChange(.votes(changed)) }
    return true
  }
}
