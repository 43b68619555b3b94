import EventLoop
import HTTP

/// One HTTP request on a connection of its own, as a user's program would send it: the instance's to itself, and an
/// operator's command's to an instance.
package final class LoopbackRequest: StreamHandler {
  package typealias Completion = (Result<Response, StepFailure>) -> Void

  private var decoder: ResponseDecoder
  private var completion: Completion?

  private init(longestBody: Int, _ completion: @escaping Completion) {
    decoder = ResponseDecoder(limits: RequestLimits(body: longestBody))
    self.completion = completion
  }

  /// - Parameters:
  ///   - longestBody: of the response: bytes.
  ///   - completion: called once, never from within this call.
  package static func send(
    _ request: Request, to address: SocketAddress, on reactor: Reactor, longestBody: Int = 1 << 20,
    completion: @escaping Completion
  ) {
    let handler = LoopbackRequest(longestBody: longestBody, completion)
    let stream = Stream.connect(reactor, to: address, timeout: SelfTest.stepLimit, handler: handler)
    guard let bytes = try? RequestEncoder.encode(request) else { return stream.close() }
    stream.write(bytes)
  }

  package func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    decoder.append(UnsafeRawBufferPointer(bytes))
    do {
      guard let response = try decoder.next() else { return }
      finish(.success(response))
    } catch {
      finish(.failure(StepFailure(error.reason.description)))
    }
    stream.close()
  }

  package func stream(_ stream: Stream, closed reason: CloseReason) {
    finish(.failure(StepFailure("the connection ended without an answer: \(reason)")))
  }

  private func finish(_ result: Result<Response, StepFailure>) {
    completion?(result)
    completion = nil
  }
}

/// Why a step of `/test` failed.
package struct StepFailure: Error {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}
