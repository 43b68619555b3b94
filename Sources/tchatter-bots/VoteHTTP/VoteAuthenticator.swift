import Base
import EventLoop
import NetServer

/// Who asks, and whether they ask too much.
final class VoteAuthenticator {
  /// Requests a second, of each key, and without one of each address: three seconds' worth at once.
  static let rate = 100
  private static let mostAddresses = 1_000

  private let keys: HTTPKeys?
  /// Whether everybody may read.
  private let isOpen: Bool
  private let reactor: Reactor
  private var buckets: [String: TokenBucket] = [:]

  init(keys: HTTPKeys?, isOpen: Bool, reactor: Reactor) {
    self.keys = keys
    self.isOpen = isOpen
    self.reactor = reactor
  }

  /// Somebody who may read.
  func admitReader(_ exchange: Exchange) throws(VoteError) {
    guard let caller = try caller(exchange) else {
      guard isOpen else { throw .unauthorized }
      return try charge("address " + exchange.client.network)
    }
    try charge("key " + caller.name)
  }

  func admitWriter(_ exchange: Exchange) throws(VoteError) -> HTTPCaller {
    guard let caller = try caller(exchange) else { throw .unauthorized }
    try charge("key " + caller.name)
    guard caller.mayWrite else { throw .forbidden("This key is for reading only.") }
    return caller
  }

  /// `nil` for who shows no key. One that is nobody's is refused, wherever none is needed, too.
  private func caller(_ exchange: Exchange) throws(VoteError) -> HTTPCaller? {
    guard exchange.request.fields["Authorization"] != nil else { return nil }
    guard let key = BearerToken.of(exchange.request), let caller = keys?.caller(by: key) else {
      try charge("address " + exchange.client.network)
      throw .unauthorized
    }
    return caller
  }

  private func charge(_ name: String) throws(VoteError) {
    if buckets.count > Self.mostAddresses { buckets = buckets.filter { !$0.value.isFull(reactor.now) } }
    // So many at once have one between them.
    let name = buckets.count > Self.mostAddresses && buckets[name] == nil ? "others" : name
    guard buckets[name, default: TokenBucket()].take(rate: Self.rate, now: reactor.now) == nil else {
      throw .rateLimited(after: 1)
    }
  }
}
