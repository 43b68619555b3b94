import EventLoop
import HTTP
import WebSocket

/// One client of the echo: its handshake, then every message back as it came.
final class EchoConnection: StreamHandler {
  /// The handshake's decoder, until it has succeeded.
  private var requests: RequestDecoder? = RequestDecoder(limits: RequestLimits(body: 0))
  private var codec = Codec(role: .server, limits: CodecLimits(message: 16 << 20, fragments: 65_536))

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    guard requests != nil else { return echo(bytes, to: stream) }
    do {
      try open(UnsafeRawBufferPointer(bytes), stream)
    } catch let refusal as HandshakeRefusal {
      stream.write(ResponseEncoder.head(refusal.response, bodyLength: 0, .close))
      stream.closeAfterFlush()
    } catch let error as HTTPError {
      stream.write(ResponseEncoder.encode(error))
      stream.closeAfterFlush()
    } catch {
      stream.abort()
    }
  }

  private func open(_ bytes: UnsafeRawBufferPointer, _ stream: Stream) throws {
    requests?.append(bytes)
    guard case .request(let request)? = try requests?.next() else { return }
    stream.write(Handshake.response(for: try Handshake.check(request)))
    var rest = requests?.takeRemainder() ?? []
    requests = nil
    rest.withUnsafeMutableBytes { echo($0, to: stream) }
  }

  private func echo(_ bytes: UnsafeMutableRawBufferPointer, to stream: Stream) {
    var rest = bytes
    var frames: [UInt8] = []
    while let event = codec.next(&rest) {
      switch event {
      case .text(let payload): codec.append(.text, payload, to: &frames)
      case .binary(let payload): codec.append(.binary, payload, to: &frames)
      // The pong and the close come after the messages that came before them.
      case .ping, .closed, .failed: frames += codec.takeOutput()
      case .pong: break
      }
    }
    stream.write(frames)
    if codec.state == .closed { stream.closeAfterFlush() }
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {}
}
