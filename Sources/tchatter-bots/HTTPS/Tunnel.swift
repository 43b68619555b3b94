import Base
import EventLoop
import HTTPSCalls

/// The one way of `tchatter-https` to the receiver: it asks here to be connected, as of a proxy, and bytes pass both ways.
///
/// So whom a name means is decided by the relay alone, by the rules of all receivers, and once: what was looked up is what is connected
/// to. Nobody else is reached by it, whoever asks, and whatever the receiver answers.
final class Tunnel {
  /// How often is looked who has been silent for too long.
  private static let rhythm: TimeSpan = .seconds(1)
  /// Connections that have not said yet what they want, besides one for each request under way: of more, the oldest goes.
  private static let mostStrangers = 16
  /// With the receiver, at once.
  private static let mostConnections = 1_024

  struct Setting {
    let address: WebhookAddress
    let allowsPrivate: Bool
  }

  /// Who may use it.
  var secret: TunnelSecret
  /// How many requests are on their way: so many connections are left alone, however long they are silent.
  var callsUnderWay: () -> Int = { 0 }
  /// Why the receiver could not be reached the last time, and how often that has been so.
  private(set) var trouble = (count: 0, reason: "")
  private let setting: Setting
  private let headLimit: TimeSpan
  private let reactor: Reactor
  private var listener: Listener?
  /// In the order in which they came.
  private var connections: [TunnelConnection] = []
  private var turn = 0
  private var ticker: Timer?

  /// - Parameter headLimit: how long a connection may take to say what it wants.
  init(
    _ setting: Setting, secret: TunnelSecret, headLimit: TimeSpan = .seconds(5), reactor: Reactor
  ) throws(SystemError) {
    self.setting = setting
    self.secret = secret
    self.headLimit = headLimit
    self.reactor = reactor
    // A request to connect that finds no place with the kernel is tried again after a second only: there is one for all that may be here.
    let most = Int32(Self.mostConnections + Self.mostStrangers)
    listener = try Listener(reactor, address: .loopback(port: 0), backlog: most) { [weak self] in self?.take($0) }
    ticker = reactor.every(Self.rhythm) { [weak self] in self?.sweep() }
  }

  deinit { close() }

  /// Where it listens, on this machine.
  var port: UInt16 { listener?.localAddress?.port ?? 0 }

  func close() {
    ticker?.cancel()
    listener?.close()
    dropAll()
  }

  /// Ends all connections: who had them is no more.
  func dropAll() {
    for connection in connections { connection.close() }
    connections = []
  }

  /// Another request is on its way: each connection may bring another answer.
  func expectAnswer() { for connection in connections { connection.expectAnswer() } }

  private func take(_ stream: Stream) {
    let strangers = connections.filter { $0.isStranger && $0.isOpen }
    if strangers.count >= callsUnderWay() + Self.mostStrangers { strangers.first?.close() }
    guard connections.count < Self.mostConnections + Self.mostStrangers else { return stream.close() }
    let connection = TunnelConnection(stream, reactor: reactor)
    connections.append(connection)
    connection.onHead = { [weak self, weak connection] in
      guard let self, let connection else { return }
      answer($0, on: connection)
    }
    connection.onTrouble = { [weak self] in self?.failed($0) }
    connection.onEnd = { [weak self, weak connection] in self?.connections.removeAll { $0 === connection } }
  }

  private func answer(_ head: TunnelHead, on connection: TunnelConnection) {
    guard secret.isProven(by: head.authorization) else { return connection.refuse("407 Proxy Authentication Required") }
    guard head.target.lowercased() == setting.address.tunnelTarget.lowercased() else {
      return connection.refuse("403 Forbidden")
    }
    turn += 1
    do throws(WebhookAddress.Mistake) {
      let address = try setting.address.resolve(turn: turn, allowsPrivate: setting.allowsPrivate)
      connection.connect(to: address)
    } catch {
      failed(error.reason)
      connection.refuse("502 Bad Gateway")
    }
  }

  private func failed(_ reason: String) { trouble = (trouble.count + 1, reason) }

  /// Who does not say what they want goes, and so do connections that nobody needs: before the receiver closes them itself, which might
  /// be just when they are used again.
  private func sweep() {
    for connection in connections where connection.isStranger(for: headLimit) { connection.close() }
    let idle = connections.filter(\.isIdle).sorted { $0.lastMoved < $1.lastMoved }
    let open = connections.count { !$0.isStranger }
    for connection in idle.prefix(max(0, open - callsUnderWay())) { connection.close() }
  }
}

extension WebhookAddress {
  /// As a client of a proxy names it.
  var tunnelTarget: String { "\(host):\(port)" }
}
