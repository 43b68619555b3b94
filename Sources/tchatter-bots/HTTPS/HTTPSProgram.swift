import Base
import EventLoop
import HTTP
import HTTPSCalls
import NetClient

/// `tchatter-https`, as the relay has it: started when there is something to send, and once more when it has ended.
///
/// It speaks TLS by a library that may end its process, so it is one of its own, and keeps nothing: what was on its way has failed then, and is
/// sent again like everything that fails.
final class HTTPSProgram: StreamHandler {
  static let name = "tchatter-https"
  /// How long after a drop the program may take to say that it has heard of it.
  private static let dropLimit: TimeSpan = .seconds(10)

  private struct Call {
    let onHeard: () -> Void
    let completion: HTTPClient.Completion
    /// How often the receiver could not be reached before it.
    let troubles: Int
  }

  private let path: String
  private let reactor: Reactor
  private let log: BotLog
  private let entropy: any Entropy = KernelEntropy()
  private let tunnel: Tunnel
  private var process: ChildProcess?
  private var startedAt = Instant.distantPast
  private var decoder = CallFrameDecoder()
  private var backoff = Backoff(first: .milliseconds(100), cap: .seconds(30))
  private var pause: Timer?
  private var lastNumber: UInt32 = 0
  private var calls: [UInt32: Call] = [:]
  /// What the program has not said to have dropped, and what ends it if it never does.
  private var dropped: [UInt32: Timer] = [:]
  /// Requests that wait for the program to be started anew.
  private var waiting: [(number: UInt32, bytes: [UInt8])] = []
  private var isOver = false

  /// - Parameter path: of the program.
  init(_ path: String, _ setting: Tunnel.Setting, reactor: Reactor, log: BotLog) throws(SystemError) {
    self.path = path
    self.reactor = reactor
    self.log = log
    tunnel = try Tunnel(setting, secret: TunnelSecret(entropy), reactor: reactor)
    tunnel.callsUnderWay = { [weak self] in self?.calls.count ?? 0 }
    try start()
  }

  deinit { end() }

  func makeClient() -> SecureClient { SecureClient(self, reactor) }

  /// Ends the program, and takes no more calls.
  func end() {
    isOver = true
    pause?.cancel()
    for timer in dropped.values { timer.cancel() }
    tunnel.close()
    _ = process?.end()
    process = nil
  }

  // MARK: - Calls

  /// - Parameter completion: told once, unless the call is dropped: from the loop, never from within this.
  /// - Returns: by which it can be dropped.
  func call(
    _ request: Request, onHeard: @escaping () -> Void, completion: @escaping HTTPClient.Completion
  ) -> UInt32 {
    lastNumber &+= 1
    let number = lastNumber
    calls[number] = Call(onHeard: onHeard, completion: completion, troubles: tunnel.trouble.count)
    if let frame = CallFrame.call(number, request) {
      send(frame.bytes, of: number)
    } else {
      reactor.soon { [weak self] in self?.finish(number, .failure(.failed("the event is too long"))) }
    }
    return number
  }

  private func send(_ bytes: [UInt8], of number: UInt32) {
    guard let process else { return waiting.append((number, bytes)) }
    tunnel.expectAnswer()
    process.stream.write(bytes)
  }

  func drop(_ number: UInt32) {
    guard calls.removeValue(forKey: number) != nil else { return }
    if let index = waiting.firstIndex(where: { $0.number == number }) {
      waiting.remove(at: index)
      return
    }
    guard let process else { return }
    process.stream.write(CallFrame(.drop, of: number).bytes)
    dropped[number] = reactor.after(Self.dropLimit) { [weak self] in self?.process?.stream.close() }
  }

  private func finish(_ number: UInt32, _ result: Result<Response, ConnectionEnd>) {
    dropped.removeValue(forKey: number)?.cancel()
    calls.removeValue(forKey: number)?.completion(result)
  }

  // MARK: - The program

  private func start() throws(SystemError) {
    tunnel.secret = TunnelSecret(entropy)
    // Nothing else of the environment: it might lead the library elsewhere.
    let environment = ["https_proxy=\(tunnel.secret.proxy(port: tunnel.port))", "LC_ALL=C"]
    let process = try ChildProcess(reactor, path: path, arguments: [CallFrame.form], environment: environment)
    process.stream.handler = self
    self.process = process
    decoder = CallFrameDecoder()
    startedAt = reactor.now
    let requests = waiting
    waiting = []
    for request in requests { send(request.bytes, of: request.number) }
  }

  private func startAgain() {
    pause = nil
    do throws(SystemError) { try start() } catch { restart("can't be started: \(error)") }
  }

  /// - Parameter reason: behind its name.
  private func restart(_ reason: String) {
    let wait = backoff.next(entropy, least: backoff.bound / 2)
    log.write("\(Self.name) \(reason); another one is started in \(wait.milliseconds) ms")
    pause = reactor.after(wait) { [weak self] in self?.startAgain() }
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    guard stream === process?.stream else { return }
    decoder.append(UnsafeRawBufferPointer(bytes))
    do throws(CallFrameDecoder.Mistake) {
      while let frame = try decoder.next() { take(frame) }
    } catch {
      stream.close()
    }
  }

  private func take(_ frame: CallFrame) {
    let number = frame.call
    switch frame.kind {
    case .heard: calls[number]?.onHeard()
    case .answer: finish(number, frame.response.map { .success($0) } ?? .failure(.failed("no answer of HTTP")))
    case .failure: finish(number, .failure(.failed(reason(frame.reason, of: number))))
    case .call, .drop: break
    }
  }

  /// What the tunnel knows is the reason, and what the library says of it only that it was not reached.
  private func reason(_ words: String, of number: UInt32) -> String {
    guard let call = calls[number], tunnel.trouble.count != call.troubles else { return words }
    return tunnel.trouble.reason
  }

  func streamEndedReading(_ stream: Stream) { stream.close() }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    guard stream === process?.stream, !isOver else { return }
    let ending = process?.end() ?? ""
    process = nil
    tunnel.dropAll()
    for timer in dropped.values { timer.cancel() }
    dropped = [:]
    let waits = Set(waiting.map(\.number))
    let failed = calls.keys.filter { !waits.contains($0) }.sorted()
    backoff.lost(after: reactor.now - startedAt)
    restart("ended by \(ending), requests on their way: \(failed.count)")
    for number in failed { finish(number, .failure(.failed("\(Self.name) ended while it was on its way"))) }
  }
}
