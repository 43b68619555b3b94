import Base
import Broker
import EventLoop
import RedisClient

/// A connection to a replica, for a question or two: for its files, which are its own.
final class ReplicaConnection {
  private static let timeout: TimeSpan = .seconds(10)

  let commands: CommandConnection
  private let reactor: Reactor
  private var timer: Timer?
  private var isDone = false

  /// - Parameter address: one that a primary has just told, so that nobody else is shown the password.
  init(_ reactor: Reactor, _ configuration: RedisConfiguration, at address: RedisAddress) {
    self.reactor = reactor
    var configuration = configuration
    configuration.server.place = .at(address)
    commands = CommandConnection(reactor, configuration, scripts: [], admitsReplica: true)
  }

  /// Connects, has something done, and ends the connection once it is; it keeps itself until then.
  func perform<Value>(
    _ body: @escaping (CommandConnection, @escaping (Result<Value, BrokerFailure>) -> Void) -> Void,
    completion: @escaping (Result<Value, BrokerFailure>) -> Void
  ) {
    func finish(_ result: Result<Value, BrokerFailure>) {
      guard !isDone else { return }
      isDone = true
      timer?.cancel()
      timer = nil
      commands.onUp = {}
      // Not within what the connection itself has just called.
      reactor.soon {
        self.commands.link.end()
        completion(result)
      }
    }
    timer = reactor.after(Self.timeout) {
      finish(.failure(.unavailable(reason: "the replica does not answer: \(self.commands.link.reason)")))
    }
    commands.onUp = { body(self.commands, finish) }
    commands.link.start()
  }
}
