import Base
import HTTP
import NetClient

/// What brings a request to the receiver and its answer back, one at a time: by http in this process, by https through another one. The
/// receiver's address is looked up once, private ones are refused unless they are allowed, no redirect is followed, and an
/// answer is read to 64 KiB.
protocol WebhookClient: AnyObject {
  /// Called whenever something of an answer comes.
  var onHeard: () -> Void { get set }

  /// - Parameters:
  ///   - timeout: for all of it.
  ///   - completion: told once, unless the call is dropped: from the loop, never from within this.
  func call(_ request: Request, timeout: TimeSpan, completion: @escaping HTTPClient.Completion)

  /// Forgets the call that is under way; it may have arrived.
  func drop()
}
