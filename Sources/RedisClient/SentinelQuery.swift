import Base
import EventLoop

/// Asks one sentinel, once, where the primary is.
final class SentinelQuery: StreamHandler {
  typealias Completion = (Result<RedisAddress, RedisFailure>) -> Void

  private let name: String
  private var completion: Completion?
  private var reader = ReplyReader()
  private var stream: Stream?
  private var timer: Timer?
  /// Replies that come before the one that matters.
  private var skipped = 0

  /// - Parameter completion: called once, later, unless cancelled.
  init(
    _ reactor: Reactor, _ configuration: RedisConfiguration, at address: SocketAddress, for name: String,
    completion: @escaping Completion
  ) {
    self.name = name
    self.completion = completion
    let timeout = configuration.sentinelTimeout
    let stream = Stream.connect(reactor, to: address, timeout: timeout, handler: self)
    self.stream = stream
    timer = reactor.after(timeout) { [weak self] in self?.finish(.failure(RedisFailure(.unknown, "no answer in time")))
    }
    var writer = CommandWriter()
    if let greeting = authentication(&writer, configuration.server) {
      stream.write(greeting)
      skipped = 1
    }
    let command = writer.command {
      $0.add("SENTINEL" as StaticString)
      $0.add("GET-MASTER-ADDR-BY-NAME" as StaticString)
      $0.add(name)
    }
    stream.write(command)
  }

  func cancel() {
    completion = nil
    timer?.cancel()
    timer = nil
    let open = stream
    stream = nil
    open?.abort()
  }

  private func finish(_ result: Result<RedisAddress, RedisFailure>) {
    let completion = completion
    cancel()
    completion?(result)
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    let reader = reader
    do throws(ReplyReader.Malformed) {
      try reader.feed(UnsafeRawBufferPointer(bytes))
      while completion != nil, let reply = try reader.next() {
        // Whether it wanted a password shows in what it answers next.
        if skipped > 0 { skipped -= 1 } else { finish(Self.primary(reply, name)) }
      }
    } catch {
      finish(.failure(RedisFailure(.unknown, "it does not speak Redis's protocol: \(error.reason)")))
    }
  }

  func streamEndedReading(_ stream: Stream) { stream.close() }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    guard stream === self.stream else { return }
    if case .failure(let error) = reason { return finish(.failure(RedisFailure(.unknown, "\(error)"))) }
    finish(.failure(RedisFailure(.unknown, "it closed the connection")))
  }

  /// What a sentinel answers: host and port, or nothing when it knows nobody of that name.
  static func primary(_ reply: ReplyCursor, _ name: String) -> Result<RedisAddress, RedisFailure> {
    if let error = reply.error { return .failure(RedisFailure(reply: error)) }
    var reply = reply
    if reply.nothing() { return .failure(RedisFailure(.unknown, "it knows no primary named \(name)")) }
    guard reply.array() == 2, let host = reply.text(), let port: UInt16 = reply.bytes().flatMap({ decimal($0) }),
      !host.isEmpty, port > 0
    else { return .failure(.unreadable) }
    return .success(RedisAddress(host: host, port: port))
  }
}
