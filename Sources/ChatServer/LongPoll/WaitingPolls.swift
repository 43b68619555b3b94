import Base
import Chat
import ChatProtocol
import EventLoop
import NetServer

/// All long-poll calls that wait for something.
final class WaitingPolls {
  /// Shorter waits get a timer; the others are looked at once a second.
  private static let shortWait: TimeSpan = .seconds(2)

  let hub: Hub
  private let reactor: Reactor
  private var waiting = SlotArray<PollCall>()
  /// Those to which something happened in this turn.
  private var touchedCalls: [PollCall] = []
  /// Whether calls are answered at once, because the instance is stopping.
  private var answersAtOnce = false
  private(set) var answered = 0

  init(hub: Hub, reactor: Reactor) {
    self.hub = hub
    self.reactor = reactor
  }

  /// How many calls wait.
  var count: Int { waiting.count }

  func open(_ poll: PollRequest, _ exchange: Exchange, _ identity: Identity, isOperator: Bool) {
    let wait = answersAtOnce ? TimeSpan.zero : .milliseconds(poll.wait)
    let call = PollCall(exchange, deadline: reactor.now + wait, server: self)
    waiting.add(call)
    if wait > .zero, wait < Self.shortWait { reactor.after(wait) { [weak call] in call?.stopWaiting() } }
    call.begin(poll, identity, isOperator: isOperator)
    touched(call)
  }

  func touched(_ call: PollCall) { touchedCalls.append(call) }

  /// Answers what can be answered. To be called at each turn's end, after the hub's own.
  func endTurn() {
    guard !touchedCalls.isEmpty else { return }
    let calls = touchedCalls
    touchedCalls.removeAll(keepingCapacity: touchedCalls.count < 256)
    var isAny = false
    for call in calls where call.slot >= 0 && call.isComplete(at: reactor.now) {
      finish(call)
      isAny = true
    }
    // What was pipelined behind an answered call has just been begun: another turn ends it.
    if isAny { reactor.after(.nanoseconds(1)) {} }
  }

  /// To be called once a second.
  func tick() {
    for call in waiting.elements where call.deadline <= reactor.now { touched(call) }
  }

  private func finish(_ call: PollCall) {
    answered += 1
    waiting.remove(call)
    call.finish()
  }

  /// Answers all calls, now and from now on, as soon as what they asked is answered.
  func stopWaiting() {
    answersAtOnce = true
    answerAll()
  }

  /// Lets calls wait again.
  func resumeWaiting() { answersAtOnce = false }

  /// Answers those calls that wait now.
  func answerAll() {
    for call in waiting.elements { call.stopWaiting() }
  }
}
