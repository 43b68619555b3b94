import EventLoop
import HTTP

/// One HTTP request of the instance to itself, on a connection of its own, as a user's program would send it.
final class LoopbackRequest: StreamHandler {
  typealias Completion = (Result<Response, StepFailure>) -> Void

  private var decoder = ResponseDecoder()
  private var completion: Completion?

  private init(_ completion: @escaping Completion) { self.completion = completion }

  /// - Parameter completion: called once, never from within this call.
  static func send(
    _ request: Request, to address: SocketAddress, on reactor: Reactor, completion: @escaping Completion
  ) {
    let handler = LoopbackRequest(completion)
    let stream = Stream.connect(reactor, to: address, timeout: SelfTest.stepLimit, handler: handler)
    guard let bytes = try? RequestEncoder.encode(request) else { return stream.close() }
    stream.write(bytes)
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    decoder.append(UnsafeRawBufferPointer(bytes))
    do {
      guard let response = try decoder.next() else { return }
      finish(.success(response))
    } catch {
      finish(.failure(StepFailure(error.reason.description)))
    }
    stream.close()
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    finish(.failure(StepFailure("the connection ended without an answer: \(reason)")))
  }

  private func finish(_ result: Result<Response, StepFailure>) {
    completion?(result)
    completion = nil
  }
}

/// Why a step of `/test` failed.
struct StepFailure: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
