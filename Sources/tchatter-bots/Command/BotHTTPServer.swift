import Base
import EventLoop
import HTTP
import NetServer

/// Where a program of ours is asked over HTTP.
final class BotHTTPServer {
  struct Failure: Error { let reason: String }

  private let listener: Listener
  private let server: HTTPServer
  private let timer: Timer

  /// - Parameters:
  ///   - sendBuffer: what the kernel holds for a client that does not read: bytes; its own choice when absent.
  ///   - isFull: whether so many connections are enough.
  init(
    at endpoint: Endpoint, _ router: Router, timeouts: ClientTimeouts = ClientTimeouts(), sendBuffer: Int32? = nil,
    reactor: Reactor, isFull: @escaping (Int) -> Bool
  ) throws(Failure) {
    let server = HTTPServer(router: router, timeouts: timeouts, trustedProxies: .loopback, reactor: reactor)
    server.isFull = { [unowned server] in isFull(server.count) }
    self.server = server
    guard let address = SocketAddress(ip: endpoint.host, port: endpoint.port) else {
      throw Failure(reason: "--http: \(endpoint.text) is not an address")
    }
    do {
      listener = try Listener(reactor, address: address, sendBuffer: sendBuffer) { server.accept($0) }
    } catch {
      throw Failure(reason: "--http: can't listen on \(endpoint.text): \(error)")
    }
    listener.admits = { server.hasPlace }
    listener.refusal = Overload.response
    timer = reactor.every(.seconds(1)) { server.sweep() }
  }

  /// Where it listens, with the port that was taken.
  var address: String { listener.localAddress?.description ?? "?" }

  /// Takes nothing more; what is being answered ends with its answer.
  func close() {
    listener.close()
    server.closeIdle()
  }
}
