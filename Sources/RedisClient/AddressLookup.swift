import Base
import EventLoop

/// Turns one address into numbers without blocking the loop: at once, or by a name lookup on another thread.
final class AddressLookup {
  typealias Completion = (Result<SocketAddress, RedisFailure>) -> Void

  private let reactor: Reactor
  private var timer: Timer?

  init(_ reactor: Reactor) { self.reactor = reactor }

  /// The completion may be called before this returns.
  func find(_ address: RedisAddress, timeout: TimeSpan, completion: @escaping Completion) {
    cancel()
    if let known = SocketAddress(ip: address.host, port: address.port) { return completion(.success(known)) }
    look(
      at: NameLookup(host: address.host, port: address.port), of: address.host, until: reactor.now + timeout,
      completion)
  }

  /// Nothing is told any more.
  func cancel() {
    timer?.cancel()
    timer = nil
  }

  private func look(
    at lookup: NameLookup, of host: String, until deadline: Instant, _ completion: @escaping Completion
  ) {
    switch lookup.result {
    case .success(let address): completion(.success(address))
    case .failure(let error):
      completion(.failure(RedisFailure(.unknown, "Redis's host \(host) is not found: \(error)")))
    case nil where reactor.now > deadline:
      completion(.failure(RedisFailure(.unknown, "Redis's host \(host) is not found in time")))
    case nil:
      timer = reactor.after(.milliseconds(5)) { [weak self] in
        self?.look(at: lookup, of: host, until: deadline, completion)
      }
    }
  }
}
