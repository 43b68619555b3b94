import Base

/// One thing to be done at a time, or again and again. Held by the reactor until it has fired or was cancelled, so the
/// owner needs to keep it only to cancel it.
package final class Timer {
  /// Between firings; `nil` for a timer that fires once.
  let interval: TimeSpan?
  private(set) var body: (() -> Void)?
  /// The place in the queue's heap; −1 while not queued.
  var place = -1
  private let queue: TimerQueue

  init(interval: TimeSpan?, queue: TimerQueue, body: @escaping () -> Void) {
    self.interval = interval
    self.queue = queue
    self.body = body
  }

  package var isActive: Bool { body != nil }

  /// Makes sure that the body will not run (again). Harmless at any time, from within the body too.
  package func cancel() {
    body = nil
    if place >= 0 { queue.remove(self) }
  }

  /// Runs the body; one that fires once is over.
  func fire() {
    guard let body else { return }
    if interval == nil { self.body = nil }
    body()
  }
}
