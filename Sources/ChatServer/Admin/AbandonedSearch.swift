import Broker

/// Looks for what nobody has used for long. What it finds is a hint: the store judges again as it removes something.
struct AbandonedSearch {
  let kind: AbandonedKind
  /// For which nobody has used it.
  let seconds: Int
  /// Where to go on among rooms.
  let cursor: UInt64
  let broker: any Broker
  /// Milliseconds since 1970.
  let now: Int64

  typealias Completion = (Result<AbandonedPage, BrokerFailure>) -> Void

  func run(_ completion: @escaping Completion) {
    switch kind {
    case .rooms: findRooms(completion)
    case .hooks: findHooks(completion)
    case .bots: findBots(completion)
    }
  }

  private func findRooms(_ completion: @escaping Completion) {
    broker.perform(SurveyStore(from: cursor, ofRooms: true)) { result in
      completion(
        result.map { survey in
          let unused = survey.rooms.filter { $0.isUnused(for: seconds, at: now) }
          return AbandonedPage(things: unused.map { .room($0) }, next: survey.next)
        })
    }
  }

  private func findHooks(_ completion: @escaping Completion) {
    broker.perform(ListHooks()) { result in
      completion(
        result.map { hooks in
          AbandonedPage(things: hooks.filter { $0.isUnused(for: seconds, at: now) }.map { .hook($0) })
        })
    }
  }

  /// Those with a session are in use, however long ago they signed in.
  private func findBots(_ completion: @escaping Completion) {
    broker.perform(ListBots()) { result in
      guard case .success(let bots) = result else {
        return completion(result.map { _ in AbandonedPage(things: []) })
      }
      let unused = bots.filter { $0.isUnused(for: seconds, at: now) }
      OneByOne.run(unused) { bot, done in
        broker.perform(ReadStanding(of: bot.bot.id)) { done($0.map(\.sessions.isEmpty)) }
      } completion: { result in
        completion(
          result.map { areFree in
            AbandonedPage(things: zip(unused, areFree).filter(\.1).map { .bot($0.0) })
          })
      }
    }
  }
}

/// Does something for each of several, the next once the one before is done.
enum OneByOne {
  /// - Parameter completion: gets what each came to, or the first failure, after which nothing more is done.
  static func run<Item, Value>(
    _ items: [Item], _ work: @escaping (Item, @escaping (Result<Value, BrokerFailure>) -> Void) -> Void,
    completion: @escaping (Result<[Value], BrokerFailure>) -> Void
  ) {
    next(items[...], [], work, completion)
  }

  private static func next<Item, Value>(
    _ items: ArraySlice<Item>, _ values: [Value],
    _ work: @escaping (Item, @escaping (Result<Value, BrokerFailure>) -> Void) -> Void,
    _ completion: @escaping (Result<[Value], BrokerFailure>) -> Void
  ) {
    guard let item = items.first else { return completion(.success(values)) }
    work(item) { result in
      switch result {
      case .success(let value): next(items.dropFirst(), values + [value], work, completion)
      case .failure(let failure): completion(.failure(failure))
      }
    }
  }
}
