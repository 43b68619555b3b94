import Base
import ChatProtocol
import EventLoop
import HTTP
import JSON
import WebSocket

/// A WebSocket of the instance to itself: says objects, and waits for one that it is told to expect.
final class LoopbackSocket: StreamHandler {
  typealias Completion = (Result<JSONObject, StepFailure>) -> Void

  private let key: [UInt8]
  private let handshake: [UInt8]
  private var decoder = ResponseDecoder()
  private var codec: Codec
  private var isOpen = false
  private var stream: Stream?
  /// What came and was not expected yet.
  private var inbox: [JSONObject] = []
  private var expected: (matches: (JSONObject) -> Bool, completion: Completion)?
  private var opened: ((StepFailure?) -> Void)?

  /// - Parameter opened: called once the handshake is done, or has failed.
  init(
    host: String, fields: Fields, entropy: any Entropy, opened: @escaping (StepFailure?) -> Void
  ) throws(Fields.Refusal) {
    key = entropy.bytes(16)
    codec = Codec(role: .client, maskSeed: UInt32(truncatingIfNeeded: entropy.next()))
    handshake = try Handshake.request(host: host, path: "/ws", key: key, fields: fields)
    self.opened = opened
  }

  func connect(to address: SocketAddress, on reactor: Reactor) {
    let stream = Stream.connect(reactor, to: address, timeout: SelfTest.stepLimit, handler: self)
    stream.write(handshake)
    self.stream = stream
  }

  // MARK: - Objects

  func say(_ json: [UInt8]) { stream?.write(codec.frame(.text, json)) }

  /// Waits for an object; what came before and matches counts too.
  func expect(_ matches: @escaping (JSONObject) -> Bool, completion: @escaping Completion) {
    expected = (matches, completion)
    look()
  }

  private func look() {
    guard let expected, let index = inbox.firstIndex(where: expected.matches) else { return }
    self.expected = nil
    expected.completion(.success(inbox.remove(at: index)))
  }

  func close() {
    stream?.write(codec.close(.normal))
    stream?.closeAfterFlush()
    expected = nil
    opened = nil
  }

  // MARK: - The stream

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    if isOpen { return take(bytes) }
    decoder.append(UnsafeRawBufferPointer(bytes))
    do {
      guard let response = try decoder.next() else { return }
      _ = try Handshake.verify(response, key: key)
      isOpen = true
      opened?(nil)
      opened = nil
      var rest = decoder.takeRemainder()
      rest.withUnsafeMutableBytes { take($0) }
    } catch {
      opened?(StepFailure("the upgrade was refused: \(error)"))
      opened = nil
      stream.close()
    }
  }

  private func take(_ bytes: UnsafeMutableRawBufferPointer) {
    var rest = bytes
    while let event = codec.next(&rest) {
      if case .text(let text) = event, let object = try? JSONParser.parseObject(text) { inbox.append(object) }
    }
    let output = codec.takeOutput()
    if !output.isEmpty { stream?.write(output) }
    look()
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    let failure = StepFailure("the connection ended: \(reason)")
    opened?(failure)
    opened = nil
    expected?.completion(.failure(failure))
    expected = nil
    self.stream = nil
  }
}
