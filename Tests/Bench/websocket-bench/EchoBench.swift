import Base
import EventLoop
import HTTP
import WebSocket

/// Keeps one message under way on each of some connections, and counts what comes back.
final class EchoBench {
  private let reactor: Reactor
  private let port: UInt16
  private let connections: Int
  private let seconds: Int
  fileprivate var echoes = 0
  fileprivate var isOver = false

  init(port: UInt16, connections: Int, seconds: Int) throws(SystemError) {
    reactor = try Reactor()
    self.port = port
    self.connections = connections
    self.seconds = seconds
  }

  func run() {
    let clients = (0..<connections).map { EchoClient(self, seed: UInt32(truncatingIfNeeded: $0 + 1)) }
    for client in clients {
      _ = Stream.connect(reactor, to: .loopback(port: port), timeout: .seconds(5), handler: client)
    }
    // The first second is for connecting and warming up.
    var started = 0
    _ = reactor.after(.seconds(1)) { started = self.echoes }
    _ = reactor.after(.seconds(seconds + 1)) { self.reactor.stop() }
    reactor.run()
    isOver = true
    print("\(connections) connections: \((echoes - started) / seconds) echoes a second")
  }
}

/// One connection of the load.
private final class EchoClient: StreamHandler {
  private let bench: EchoBench
  private var codec: Codec
  private var responses: ResponseDecoder? = ResponseDecoder()
  private let message = [UInt8](repeating: 0x61, count: 128)

  init(_ bench: EchoBench, seed: UInt32) {
    self.bench = bench
    codec = Codec(role: .client, maskSeed: seed)
  }

  func streamConnected(_ stream: Stream) {
    guard let request = try? Handshake.request(host: "localhost", path: "/", key: [UInt8](1...16)) else { return }
    stream.write(request)
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    guard responses != nil else { return count(bytes, stream) }
    responses?.append(UnsafeRawBufferPointer(bytes))
    guard let response = try? responses?.next() else { return }
    guard response.status == 101 else { return stream.abort() }
    responses = nil
    stream.write(codec.frame(.text, message))
  }

  private func count(_ bytes: UnsafeMutableRawBufferPointer, _ stream: Stream) {
    var rest = bytes
    while let event = codec.next(&rest) {
      guard case .text = event else { continue }
      bench.echoes += 1
      stream.write(codec.frame(.text, message))
    }
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    if !bench.isOver { print("a connection ended: \(reason)") }
  }
}
