import Base
import EventLoop
import HTTP
import HTTPSCalls
import NetClient

/// Reaches the receiver by http, on a connection that is kept for the next request.
final class PlainClient: WebhookClient {
  private final class Lookup {
    var turn = 0
    /// Why the address may not be connected to.
    var mistake: String?
  }

  var onHeard: () -> Void = {}
  private let client: HTTPClient
  private let lookup = Lookup()
  /// Whether the connection may be one that has answered before, and whether anything has come since it was used again.
  private var isReused = false
  private var hasHeard = false

  init(to address: WebhookAddress, allowsPrivate: Bool, _ reactor: Reactor) {
    let lookup = lookup
    client = HTTPClient(reactor, longestBody: CallFrame.longestAnswer) { () throws(SystemError) in
      lookup.turn += 1
      do throws(WebhookAddress.Mistake) {
        return try address.resolve(turn: lookup.turn, allowsPrivate: allowsPrivate)
      } catch {
        lookup.mistake = error.reason
        throw SystemError(number: 0, call: error.reason)
      }
    }
    client.onHeard = { [weak self] in
      self?.hasHeard = true
      self?.onHeard()
    }
  }

  func call(_ request: Request, timeout: TimeSpan, completion: @escaping HTTPClient.Completion) {
    lookup.mistake = nil
    hasHeard = false
    client.call(request, timeout: timeout) { [weak self] result in
      guard let self else { return }
      let wasReused = isReused
      isReused = (try? result.get()) != nil
      switch result {
      // A receiver may close a connection that it has answered on just when it is used again. That is no failure.
      case .failure(let end) where end != .silent && wasReused && !hasHeard:
        call(request, timeout: timeout, completion: completion)
      case .failure(let end): completion(.failure(lookup.mistake.map { .failed($0) } ?? end))
      case .success: completion(result)
      }
    }
  }

  func drop() {
    client.drop()
    isReused = false
  }
}
