import Base
import Broker
import Chat
import ChatProtocol
import EventLoop
import HTTP
import NetServer

/// Shares the page's files between instances of different releases: keeps this one's in the store, and serves those of other
/// versions from there. So a browser that has its page from one instance gets all of the page's files, whichever instances
/// it asks for them.
final class PageShare {
  /// Files that are more in all than this are not shared: bytes.
  static let limit = 4 << 20
  /// Files looked for at once.
  private static let searchLimit = 16
  private static let interval = TimeSpan.seconds(3_600)
  private static let retryInterval = TimeSpan.milliseconds(200)

  private let files: StaticFiles
  private let hub: Hub
  private let reactor: Reactor
  private let log: Log
  private var searches = 0
  private var timer: Timer?

  init(_ files: StaticFiles, hub: Hub, reactor: Reactor, log: Log) {
    self.files = files
    self.hub = hub
    self.reactor = reactor
    self.log = log
  }

  // MARK: - This instance's files

  /// Stores them, again and again until it has worked, and then so often that they are never forgotten.
  func begin() {
    let size = files.contents.values.reduce(0) { $0 + $1.count }
    guard !files.contents.isEmpty else { return }
    guard size <= Self.limit else {
      log.info("page is not shared", ["reason": .text("its files have \(size) bytes, more than \(Self.limit)")])
      return
    }
    store()
  }

  private func store() {
    hub.broker.perform(StorePage(version: files.version, files: files.contents)) { [weak self] result in
      guard let self else { return }
      let wait = if case .failure(.unavailable) = result { Self.retryInterval } else { Self.interval }
      timer = reactor.after(wait) { [weak self] in self?.store() }
    }
  }

  // MARK: - Others' files

  func add(to router: inout Router) {
    for method in ["GET", "HEAD"] { router.below(PageVersion.beginning, on: method) { [self] in find($0) } }
  }

  private func find(_ exchange: Exchange) {
    guard let (version, path) = PageVersion.parse(exchange.request.path), version != files.version else {
      return exchange.answer(.refusal(.notFound, Reply.nothingHere))
    }
    if let refusal = hub.refusalOfPageFile(from: exchange.client.network) { return exchange.answer(.refusal(refusal)) }
    guard searches < Self.searchLimit else {
      return exchange.answer(
        .refusal(Refusal(.unavailable, "Too many files are looked for at the moment.", retryAfter: 1_000)))
    }
    searches += 1
    hub.broker.perform(FindPageFile(path, of: version)) { [self] result in
      searches -= 1
      exchange.answer(Self.answer(result, path, exchange))
    }
  }

  private static func answer(
    _ result: Result<[UInt8]?, BrokerFailure>, _ path: String, _ exchange: Exchange
  ) -> Reply {
    switch result {
    case .success(let bytes?):
      .file(.init(path, bytes, .forGood), ifNoneMatch: exchange.request.fields["If-None-Match"])
    case .success(nil): .refusal(.notFound, Reply.nothingHere)
    case .failure(let failure): .refusal(Refusal(failure))
    }
  }
}
