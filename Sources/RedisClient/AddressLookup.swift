import Base
import EventLoop

/// Turns one address into numbers without blocking the loop: at once, or by a name lookup on another thread.
///
/// A name can have several addresses, of which the first may lead nowhere: of IPv6 where Redis listens on IPv4, or of a
/// server that is gone. Each is tried in its turn, and the one that works is kept to.
final class AddressLookup {
  typealias Completion = (Result<SocketAddress, RedisFailure>) -> Void

  /// Of so many names it is remembered which address is tried.
  private static let mostNames = 64

  private let reactor: Reactor
  private let resolve: RedisConfiguration.Resolver
  private var timer: Timer?
  /// How many addresses of a name have failed.
  private var failures: [String: Int] = [:]

  init(_ reactor: Reactor, by resolve: @escaping RedisConfiguration.Resolver) {
    self.reactor = reactor
    self.resolve = resolve
  }

  /// What was found for an address has led nowhere: the next time it is the name's next one.
  func failed(_ address: RedisAddress) {
    if failures.count >= Self.mostNames { failures = [:] }
    failures[address.host, default: 0] &+= 1
  }

  /// The completion may be called before this returns.
  func find(_ address: RedisAddress, timeout: TimeSpan, completion: @escaping Completion) {
    cancel()
    if let known = SocketAddress(ip: address.host, port: address.port) { return completion(.success(known)) }
    look(at: NameLookup(address, by: resolve), of: address.host, until: reactor.now + timeout, completion)
  }

  /// Nothing is told any more.
  func cancel() {
    timer?.cancel()
    timer = nil
  }

  private func turn(of host: String, among addresses: [SocketAddress]) -> Result<SocketAddress, RedisFailure> {
    guard !addresses.isEmpty else { return .failure(RedisFailure(.unknown, "Redis's host \(host) has no address")) }
    return .success(addresses[Int((failures[host] ?? 0).magnitude % UInt(addresses.count))])
  }

  private func look(
    at lookup: NameLookup, of host: String, until deadline: Instant, _ completion: @escaping Completion
  ) {
    switch lookup.result {
    case .success(let addresses): completion(turn(of: host, among: addresses))
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
