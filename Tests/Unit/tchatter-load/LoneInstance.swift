import Base
import Broker
import ChatServer
import EventLoop
import Foundation
import MemoryBroker
import NetServer
import Synchronization

/// One instance with everything in memory, on a thread of its own.
final class LoneInstance: Sendable {
  let port: UInt16
  private let mailbox: Mailbox

  init() throws {
    let started = DispatchSemaphore(value: 0)
    let result = Mutex<(UInt16, Mailbox)?>(nil)
    Thread.detachNewThread {
      defer { started.signal() }
      guard let reactor = try? Reactor(), let instance = try? Self.instance(reactor),
        let port = SocketAddress(instance.publicAddress)?.port
      else { return }
      result.withLock { $0 = (port, reactor.mailbox) }
      started.signal()
      reactor.run()
      withExtendedLifetime(instance) {}
    }
    started.wait()
    guard let (port, mailbox) = result.withLock({ $0 }) else { throw SystemError(number: 0, call: "instance") }
    (self.port, self.mailbox) = (port, mailbox)
  }

  private static func instance(_ reactor: Reactor) throws -> Instance {
    var configuration = Configuration()
    configuration.listen = Endpoint(host: "127.0.0.1", port: 0)
    configuration.adminListen = Endpoint(host: "127.0.0.1", port: 0)
    configuration.hub.messageRate = 0
    configuration.hub.quotas = .off
    let entropy = KernelEntropy()
    let store = MemoryStore(
      limits: BacklogLimits(messages: 10_000), clock: { reactor.wallClock }, makeEpoch: { entropy.word(12) },
      soon: { reactor.soon($0) })
    return try Instance(
      configuration, files: StaticFiles(), reactor: reactor, broker: MemoryBroker(store: store, instance: "lone"),
      store: "memory", log: Log(format: .text, level: .error, clock: { 0 }, write: { _ in }))
  }

  deinit { mailbox.post { $0.stop() } }
}
