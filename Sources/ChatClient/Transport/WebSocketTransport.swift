import Base
import EventLoop
import HTTP
import JSON
import WebSocket

/// The transport that everybody uses who can: one object per text frame on a WebSocket.
package final class WebSocketTransport: Transport {
  /// For the TCP connection, and for the server's half of a close.
  static let timeout: TimeSpan = .seconds(5)
  /// The largest message taken, in bytes: 200 messages of 4,000 characters of four bytes, and what is around them.
  private static let messageLimit: UInt32 = 8 << 20
  private static let subprotocol = "tchatter.v1"

  private enum Phase {
    case connecting
    case upgrading(ResponseDecoder)
    case open
    /// A close has been sent or received; the observer may still have to be told.
    case closing
    case over
  }

  package weak var observer: (any TransportObserver)?
  private let reactor: Reactor
  private let address: ChatAddress
  private let key: [UInt8]
  private var codec: Codec
  private var phase = Phase.connecting
  private var stream: Stream?
  private var closeTimer: Timer?

  package init(_ reactor: Reactor, to address: ChatAddress, entropy: any Entropy) {
    self.reactor = reactor
    self.address = address
    key = entropy.bytes(16)
    codec = Codec(
      role: .client, limits: CodecLimits(message: Self.messageLimit, fragments: 64),
      maskSeed: UInt32(truncatingIfNeeded: entropy.next()))
  }

  package func open() {
    do {
      let target = try SocketAddress.resolve(host: address.host, port: address.port)
      stream = Stream.connect(reactor, to: target, timeout: Self.timeout, handler: self)
    } catch {
      // Told from the loop, as everything is.
      reactor.after(.zero) { [weak self] in self?.end(.failed("\(error)")) }
    }
  }

  package func send(_ json: [UInt8]) {
    guard case .open = phase else { return }
    stream?.write(codec.frame(.text, json))
  }

  package func probe() {
    guard case .open = phase else { return }
    stream?.write(codec.frame(.ping, []))
  }

  package func close(_ code: CloseCode) {
    guard case .open = phase else { return abandonAndTell(code) }
    phase = .closing
    stream?.write(codec.close(code))
    closeTimer = reactor.after(Self.timeout) { [weak self] in self?.stream?.close() }
  }

  /// Before the upgrade there is nobody to say it to.
  private func abandonAndTell(_ code: CloseCode) {
    switch phase {
    case .connecting, .upgrading:
      stream?.close()
      reactor.after(.zero) { [weak self] in self?.end(.closed(code, reason: "")) }
    case .open, .closing, .over: break
    }
  }

  package func abandon() {
    observer = nil
    end(.failed("abandoned"))
    stream?.close()
  }

  /// Tells the observer, once.
  private func end(_ end: TransportEnd) {
    if case .over = phase { return }
    phase = .over
    closeTimer?.cancel()
    let observer = self.observer
    self.observer = nil
    observer?.transport(self, ended: end)
  }

  /// The server is at fault, or does not want us.
  private func fail(_ reason: TransportEnd) {
    stream?.close()
    end(reason)
  }
}

extension WebSocketTransport: StreamHandler {
  package func streamConnected(_ stream: Stream) {
    var fields = Fields()
    fields.add("Sec-WebSocket-Protocol", literal: "tchatter.v1")
    do {
      let request = try Handshake.request(host: address.authority, path: address.path, key: key, fields: fields)
      stream.write(request)
      phase = .upgrading(ResponseDecoder())
    } catch {
      fail(.failed("the address can't stand in a request"))
    }
  }

  package func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    observer?.transportHeard(self)
    switch phase {
    case .connecting, .over: break
    case .upgrading(let decoder): upgrade(decoder, UnsafeRawBufferPointer(bytes))
    case .open, .closing: take(bytes)
    }
  }

  private func upgrade(_ decoder: ResponseDecoder, _ bytes: UnsafeRawBufferPointer) {
    var decoder = decoder
    decoder.append(bytes)
    do throws(HTTPError) {
      guard let response = try decoder.next() else { return phase = .upgrading(decoder) }
      guard response.status == 101 else { return fail(.refused(status: response.status)) }
      guard accepts(response) else { return fail(.failed("the server's answer is no WebSocket's")) }
    } catch {
      return fail(.failed("the server's answer is no HTTP: \(error.reason)"))
    }
    phase = .open
    observer?.transportOpened(self)
    var remainder = decoder.takeRemainder()
    remainder.withUnsafeMutableBytes { take($0) }
  }

  private func accepts(_ response: Response) -> Bool {
    (try? Handshake.verify(response, key: key, offered: [Self.subprotocol])) != nil
  }

  private func take(_ bytes: UnsafeMutableRawBufferPointer) {
    var rest = bytes
    while let event = codec.next(&rest) {
      switch event {
      case .text(let json): receive(json)
      case .binary: return fail(.failed("the server sent a binary message"))
      case .ping, .pong: break
      case .closed(let code, let reason): return closed(code, String(decoding: reason, as: UTF8.self))
      case .failed(let violation): return broken(violation)
      }
    }
    let output = codec.takeOutput()
    if !output.isEmpty { stream?.write(output) }
  }

  private func receive(_ json: UnsafeRawBufferPointer) {
    do {
      observer?.transport(self, received: try JSONParser.parseObject(json))
    } catch {
      fail(.failed("the server sent what is no object: \(error.reason)"))
    }
  }

  private func closed(_ code: CloseCode, _ reason: String) {
    let output = codec.takeOutput()
    if !output.isEmpty { stream?.write(output) }
    stream?.closeAfterFlush()
    end(.closed(code, reason: reason))
  }

  private func broken(_ violation: Violation) {
    let output = codec.takeOutput()
    if !output.isEmpty { stream?.write(output) }
    stream?.closeAfterFlush()
    end(.failed("the server broke the WebSocket protocol: \(violation.reason)"))
  }

  package func streamEndedReading(_ stream: Stream) { stream.close() }

  package func stream(_ stream: Stream, closed reason: CloseReason) {
    switch reason {
    case .failure(let error): end(.failed("\(error)"))
    case .local, .peer, .lingered: end(.failed("the connection broke off"))
    }
  }
}
