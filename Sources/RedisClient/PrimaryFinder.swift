import Base
import EventLoop

/// Finds the server to connect to: where the configuration says, or where the sentinels say at this moment.
///
/// The sentinels are asked one after the other until one knows; each search begins with another one, so that a sentinel
/// that is behind the times does not lead astray twice in a row. What they say is a hint: whoever connects still asks
/// the server for its role.
final class PrimaryFinder {
  /// The address as it was told, and in numbers.
  typealias Found = (address: RedisAddress, socket: SocketAddress)
  typealias Completion = (Result<Found, RedisFailure>) -> Void

  private let reactor: Reactor
  private let configuration: RedisConfiguration
  /// Can be changed from one search to the next.
  var place: RedisServer.Place
  private let lookup: AddressLookup
  private var query: SentinelQuery?
  private var turn = 0

  init(_ reactor: Reactor, _ configuration: RedisConfiguration, _ place: RedisServer.Place) {
    self.reactor = reactor
    self.configuration = configuration
    self.place = place
    lookup = AddressLookup(reactor, by: configuration.resolve)
  }

  /// Begins a search, in place of one under way. The completion may be called before this returns.
  func find(_ completion: @escaping Completion) {
    cancel()
    switch place {
    case .at(let address): resolve(address, completion)
    case .cluster(let seeds):
      guard !seeds.isEmpty else { return completion(.failure(RedisFailure(.unknown, "the cluster has no nodes"))) }
      turn &+= 1
      resolve(seeds[(turn - 1) % seeds.count], completion)
    case .named(let name, let sentinels):
      let offset = sentinels.isEmpty ? 0 : turn % sentinels.count
      turn &+= 1
      ask(
        sentinels[offset...] + sentinels[..<offset], name, RedisFailure(.unknown, "there are no sentinels"), completion)
    }
  }

  /// What was found was no server, or not the right one.
  func failed(_ address: RedisAddress) { lookup.failed(address) }

  func cancel() {
    lookup.cancel()
    query?.cancel()
    query = nil
  }

  private func resolve(_ address: RedisAddress, _ completion: @escaping Completion) {
    lookup.find(address, timeout: configuration.connectTimeout) { result in
      completion(result.map { (address, $0) })
    }
  }

  // MARK: - Sentinels

  private func ask(
    _ sentinels: ArraySlice<RedisAddress>, _ name: String, _ failure: RedisFailure, _ completion: @escaping Completion
  ) {
    guard let sentinel = sentinels.first else { return completion(.failure(failure)) }
    let goOn = { [weak self] (failure: RedisFailure) in
      let reason = "the sentinel \(sentinel): \(failure.reason)"
      self?.ask(sentinels.dropFirst(), name, RedisFailure(.unknown, reason), completion)
    }
    let timeout = configuration.sentinelTimeout
    lookup.find(sentinel, timeout: timeout) { [weak self] result in
      guard let self else { return }
      switch result {
      case .failure(let failure): goOn(failure)
      case .success(let socket):
        self.query = SentinelQuery(self.reactor, self.configuration, at: socket, for: name) { [weak self] result in
          switch result {
          case .failure(let failure):
            self?.failed(sentinel)
            goOn(failure)
          case .success(let address): self?.resolve(address, completion)
          }
        }
      }
    }
  }
}
