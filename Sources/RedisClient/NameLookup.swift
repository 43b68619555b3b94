import Dispatch
import EventLoop
import Synchronization

/// Looks a host name up on another thread, because the system's resolver blocks and the loop must not.
///
/// The result is left in a box that the loop looks into, since nothing that lives on the loop can be handed to another
/// thread.
final class NameLookup: Sendable {
  private let outcome = Mutex<Result<[SocketAddress], SystemError>?>(nil)

  init(_ address: RedisAddress, by resolve: @escaping RedisConfiguration.Resolver) {
    DispatchQueue.global().async { [self] in
      let result = Result { () throws(SystemError) in try resolve(address.host, address.port) }
      outcome.withLock { $0 = result }
    }
  }

  /// What was found, `nil` while the resolver is at it.
  var result: Result<[SocketAddress], SystemError>? { outcome.withLock { $0 } }
}
