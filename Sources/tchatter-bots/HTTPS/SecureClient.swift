import Base
import EventLoop
import HTTP
import NetClient

/// Reaches the receiver by https, through the program that all rooms have for it.
final class SecureClient: WebhookClient {
  var onHeard: () -> Void = {}
  private let program: HTTPSProgram
  private let reactor: Reactor
  private var number: UInt32?
  private var deadline: Timer?

  init(_ program: HTTPSProgram, _ reactor: Reactor) {
    self.program = program
    self.reactor = reactor
  }

  deinit { drop() }

  func call(_ request: Request, timeout: TimeSpan, completion: @escaping HTTPClient.Completion) {
    drop()
    let finish: HTTPClient.Completion = { [weak self] in
      self?.number = nil
      self?.deadline?.cancel()
      completion($0)
    }
    number = program.call(request, onHeard: { [weak self] in self?.onHeard() }, completion: finish)
    deadline = reactor.after(timeout) { [weak self] in
      self?.drop()
      completion(.failure(.silent))
    }
  }

  func drop() {
    deadline?.cancel()
    if let number { program.drop(number) }
    number = nil
  }
}
