import Base
import EventLoop
import NetClient
import WebSocket

/// One connection of a client that stays: from the handshake to being in the room.
final class StayConnection {
  enum Phase {
    case connecting, identifying, joining, there
  }

  /// Which of the run's instances it is to.
  let server: Int
  var phase = Phase.connecting
  private unowned let owner: Stayer
  private let socket: WebSocketClient
  private unowned let run: StayRun

  init(to server: Int, of owner: Stayer, _ run: StayRun) {
    (self.server, self.owner, self.run) = (server, owner, run)
    socket = WebSocketClient(run.reactor, limits: CodecLimits(message: 1 << 20), entropy: run.entropy)
    socket.delegate = self
    run.balance.took(server)
    let address = run.options.servers[server]
    do {
      try socket.connect(to: address, host: "\(address)", path: "/ws", timeout: .seconds(10))
    } catch {
      run.fail("the request to upgrade could not be made")
    }
  }

  func say(_ text: String) { socket.send(.text, Array(text.utf8)) }

  /// From now on nothing is heard of it.
  func close() {
    run.balance.left(server)
    socket.delegate = nil
    socket.close(.goingAway)
  }
}

extension StayConnection: WebSocketClientDelegate {
  func webSocketOpened(_ socket: WebSocketClient) {
    phase = .identifying
    owner.opened(self)
  }

  func webSocketHeard(_ socket: WebSocketClient) { run.heard() }

  func webSocket(_ socket: WebSocketClient, received message: UnsafeRawBufferPointer, _ opcode: Opcode) {
    owner.take(message, from: self)
  }

  func webSocket(_ socket: WebSocketClient, ended end: ConnectionEnd) { owner.lost(self, "\(end)") }
}
