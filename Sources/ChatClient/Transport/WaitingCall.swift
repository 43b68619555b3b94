import Base
import EventLoop
import HTTP
import JSON

/// The call that waits for what happens in the rooms: whenever one is answered the next is made, unless it has to be put off.
final class WaitingCall {
  /// How long the server may hold one that has nothing to tell: less than what a participant takes for silence.
  private static let wait = TimeSpan.seconds(20)
  /// For how long a room that is refused is left out at most, and between two times that such are asked for again.
  private static let longestHold: TimeSpan = .seconds(60)
  private static let releaseSpan: TimeSpan = .seconds(1)

  private let reactor: Reactor
  private let entropy: any Entropy
  private let caller: PollCaller
  private(set) var rooms = PolledRooms()
  private var pause: Timer?
  /// When rooms that were refused are asked for again.
  private var release: Timer?
  /// The next one, for these rooms, which the server may hold for so long; `nil` while none is to be made.
  var request: (PolledRooms, TimeSpan) -> Request? = { _, _ in nil }
  /// Told what came of one.
  /// - Returns: how many objects that was; `nil` when it is over.
  var answered: (Result<Response, PollCaller.Failure>) -> Int? = { _ in nil }

  init(_ reactor: Reactor, _ entropy: any Entropy, _ caller: PollCaller) {
    self.reactor = reactor
    self.entropy = entropy
    self.caller = caller
  }

  deinit { stop() }

  /// Makes one, unless one waits already.
  func make() {
    guard !caller.isBusy(.news), pause?.isActive != true, let request = request(rooms, Self.wait) else { return }
    let begun = reactor.now
    caller.call(.news, request, wait: Self.wait) { [weak self] result in
      guard let self, let count = answered(result) else { return }
      // Nothing, and before its time: the instance is about to stop.
      if count == 0, reactor.now < begun + Self.wait / 2 { move() }
      make()
    }
  }

  func make(in span: TimeSpan) {
    pause?.cancel()
    pause = reactor.after(span) { [weak self] in self?.make() }
  }

  /// The next calls take new connections; after a moment, in case that these lead to the same instance.
  func move() {
    caller.renew()
    make(in: .milliseconds(20) + entropy.part(of: .milliseconds(180)))
  }

  /// None is made any more by itself, and the one that waits is forgotten.
  func stop() {
    caller.drop(.news)
    pause?.cancel()
    release?.cancel()
  }

  // MARK: - Rooms

  /// Notes what an object from the server says about the rooms.
  /// - Returns: whether these are others now.
  func note(_ object: JSONObject) -> Bool { rooms.note(object) }

  /// Forgets the one that waits, because the rooms are others: what it would have brought, the next one brings.
  func drop() {
    if caller.isBusy(.news) { caller.drop(.news) }
  }

  /// Leaves out a room for as long as the server says, and asks again then: the others go on without it.
  /// - Returns: whether it is one of these.
  func hold(_ room: String, retryAfter: Int?) -> Bool {
    let span = PollCaller.pause(retryAfter, most: Self.longestHold)
    guard rooms.hold(room, until: reactor.now + span + entropy.part(of: span / 4)) else { return false }
    releaseLater()
    return true
  }

  /// Rooms that are due at about the same time are asked for in one call.
  private func releaseLater() {
    release?.cancel()
    guard let next = rooms.nextRelease else { return }
    release = reactor.after(max(next - reactor.now, Self.releaseSpan)) { [weak self] in
      guard let self else { return }
      rooms.release(at: reactor.now)
      caller.drop(.news)
      make()
      releaseLater()
    }
  }
}
