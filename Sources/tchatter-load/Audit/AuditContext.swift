import Base
import ChatClient
import EventLoop

/// What all clients of an audit share: where the chat is, the clock, and the record.
final class AuditContext {
  let reactor: Reactor
  let address: ChatAddress
  let options: AuditOptions
  private let entropy = KernelEntropy()
  /// A word that no other run has.
  let run: String
  /// Commit to display, of every message at everybody, and sent to acknowledged, of every message.
  var gaps = Histogram()
  var waits = Histogram()
  private(set) var wire = WireCount()
  /// What a person would have seen go wrong, and how often.
  private(set) var complaints: [String: Int] = [:]
  /// Acknowledgements that said that the message had been stored before.
  var duplicates = 0
  /// Connections lost without notice, by what the client knew of it.
  var losses: [String: Int] = [:]
  /// Puts something between the wire and those who listen to it: for tests, which make a way crooked.
  var wrap: (any Transport) -> any Transport = { $0 }
  /// The same moment by both clocks.
  private let begun = (wall: Clock.wall, monotonic: Clock.monotonic)
  private let padding: String

  init(_ options: AuditOptions, _ reactor: Reactor) throws(Failure) {
    self.options = options
    self.reactor = reactor
    run = entropy.word(8)
    do {
      address = try ChatAddress("ws://\(options.server)/ws")
    } catch {
      throw Failure("\(error)")
    }
    padding = String(repeating: ".", count: options.size)
  }

  /// A time of the store's as one of the monotonic clock.
  func monotonic(_ milliseconds: Int64) -> Instant {
    let milliseconds = max(milliseconds, 0)
    return milliseconds < begun.wall
      ? begun.monotonic - .milliseconds(begun.wall - milliseconds)
      : begun.monotonic + .milliseconds(milliseconds - begun.wall)
  }

  /// The words of a message, which follow from its id.
  func text(of id: String) -> String { "\(id) \(padding)".prefix(max(options.size, id.count)).description }

  func complain(_ what: String) { complaints[what, default: 0] += 1 }

  func transport(_ kind: TransportKind) -> any Transport {
    let line: any Transport =
      switch kind {
      case .webSocket: WebSocketTransport(reactor, to: address, entropy: entropy)
      case .poll: LongPollTransport(reactor, to: address, entropy: entropy)
      }
    return WireTap(wrap(line), kind) { [weak self] in self?.wire += $0 }
  }
}
