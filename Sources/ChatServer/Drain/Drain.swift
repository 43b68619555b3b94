import Base

/// Everything that makes clients go elsewhere, decided in one place: the course of an instance that is to leave the fleet
/// without anybody noticing, an operator's rebalancing, and clients that are better off elsewhere because nothing arrives
/// here (`IsolationPolicy`).
///
/// A drain tells the balancers, waits until nobody new is sent, asks the clients to move to the other instances, and
/// closes what is left. At its end the process stops, or, when an operator only wanted the instance empty, stays up
/// without clients until it is told to take part again or to stop.
///
/// A value: what happens goes in with what is to be known of the instance, what is to be done comes out.
struct Drain {
  /// Where it stands, as operators are told.
  enum Phase: String, CaseIterable {
    case serving
    /// `/health` answers 404; the balancers have yet to notice.
    case announced
    /// This is the last usable instance: moving its clients would leave them nowhere to go.
    case holding
    /// The clients have been asked to move and do so.
    case moving
    /// Everybody had time to move.
    case closing
  }

  /// What is to be known of the instance at a moment.
  struct Input {
    var now: Instant
    /// WebSockets and waiting polls.
    var clients: Int
    /// Those, and the others that speak HTTP.
    var connections: Int
    /// Messages, and users' read marks, that wait for the store.
    var publicationsInFlight: Int
    /// Whether messages flow through the store.
    var isDelivering: Bool
    /// Who sends clients here.
    var balancers: BalancerView
  }

  /// Why clients are asked to move.
  enum Cause { case drain, rebalance, isolation }

  enum Action: Equatable {
    /// A drain has begun; `/health` tells it from now on.
    case announce
    /// This is the last usable instance: its clients stay until another one is there.
    case hold
    /// Ask `count` clients to move within `window` milliseconds, each at a moment of its own.
    case move(Cause, window: Int, count: Int)
    /// Read no further request, and answer what waits: publications in flight are acknowledged and arrive.
    case settle
    /// Tell everybody who is left 1012. If the process is to stop, take no new connections and end the idle ones.
    case closeClients
    /// Everybody is gone, or the time is up. Stop, if the process is to.
    case finish
    /// Take part in the fleet again.
    case resume
    /// Stop at once: nobody is waited for any more.
    case cutShort
  }

  private enum State {
    case serving, announced, holding
    /// The fewest clients so far, and when those are given up who are left.
    case moving(fewest: Int, givesUpAt: Instant)
    /// Since when nothing has been in flight.
    case settling(since: Instant?)
    case leaving, finished
  }

  private var state = State.serving
  private let options: DrainOptions
  private var isolation = IsolationPolicy()
  /// Whether the process stops at the end.
  private(set) var stops = false
  private var wasSignalled = false
  /// How long balancers that do not say so get to notice.
  private var noticeTime: TimeSpan = .zero
  private var begunAt: Instant = .distantPast
  private var closesAt: Instant = .distantPast
  private var endsAt: Instant = .distantPast

  init(_ options: DrainOptions) { self.options = options }

  var phase: Phase {
    switch state {
    case .serving: .serving
    case .announced: .announced
    case .holding: .holding
    case .moving: .moving
    case .settling, .leaving, .finished: .closing
    }
  }

  /// Whether time brings it on, so that it needs ticks more often than once a second.
  var isUnderWay: Bool {
    switch state {
    case .serving, .finished: false
    case .announced, .holding, .moving, .settling, .leaving: true
    }
  }

  // MARK: - What is asked for

  /// A signal: the process is to stop; at a second one, at once.
  mutating func stop(_ input: Input) -> [Action] {
    guard !wasSignalled else {
      state = .finished
      return [.cutShort]
    }
    wasSignalled = true
    return begin(stops: true, input)
  }

  /// Begins, or has a drain under way end with the process after all.
  mutating func begin(stops: Bool, _ input: Input) -> [Action] {
    guard case .serving = state else { return stops && !self.stops ? stopAtEnd(input) : [] }
    state = .announced
    self.stops = stops
    noticeTime = min(input.balancers.interval(now: input.now) * 2, options.limit / 2)
    begunAt = input.now
    endsAt = input.now + options.notice + options.limit
    closesAt = endsAt - min(options.closing, options.limit / 4)
    return [.announce] + tick(input)
  }

  private mutating func stopAtEnd(_ input: Input) -> [Action] {
    stops = true
    endsAt = max(endsAt, input.now + options.limit)
    return phase == .closing ? close(input) : tick(input)
  }

  /// Takes a drain back.
  /// - Returns: `nil` when that can't be, because the process stops.
  mutating func cancel() -> [Action]? {
    guard !stops else { return nil }
    guard phase != .serving else { return [] }
    state = .serving
    return [.resume]
  }

  /// An operator sends some clients away.
  func rebalance(count: Int, _ input: Input) -> Action {
    move(.rebalance, min(count, input.clients), input)
  }

  // MARK: - Time

  /// Goes on where nothing has to be waited for any more: to be called once a second, and several times while `isUnderWay`.
  mutating func tick(_ input: Input) -> [Action] {
    let isIsolated = isolation.tick(
      now: input.now, isDelivering: input.isDelivering, others: input.balancers.others(now: input.now),
      isEased: input.balancers.sendNobody(since: .distantPast, now: input.now))
    switch state {
    case .serving: return isIsolated && input.clients > 0 ? [move(.isolation, input.clients, input)] : []
    case .announced: return leaveAnnounced(input)
    case .holding: return leaveHolding(input)
    case .moving(let fewest, let givesUpAt): return leaveMoving(input, fewest, givesUpAt)
    case .settling(let since): return leaveSettling(input, since)
    case .leaving: return isEmpty(input) || input.now >= endsAt ? finish() : []
    case .finished: return []
    }
  }

  /// Waits for the balancers: as long as is set; then twice their interval if they do not say that they have noticed, not
  /// at all if there is none.
  private mutating func leaveAnnounced(_ input: Input) -> [Action] {
    if input.now >= closesAt { return close(input) }
    guard input.now >= begunAt + options.notice else { return [] }
    let isNoticed = input.balancers.sendNobody(since: begunAt, now: input.now)
    let isOverdue = input.now >= begunAt + noticeTime
    guard isNoticed || isOverdue || !input.balancers.isWatched(now: input.now) else { return [] }
    return leaveHolding(input)
  }

  private mutating func leaveHolding(_ input: Input) -> [Action] {
    if input.now >= closesAt || input.clients == 0 { return close(input) }
    guard input.balancers.others(now: input.now) > 0 || input.balancers.checks(now: input.now).isEmpty else {
      if case .holding = state { return [] }
      state = .holding
      return [.hold]
    }
    // What is left of the time after the window is for those who move last.
    let window = window(clients: input.clients, input, most: (closesAt - input.now) * 6 / 10)
    state = .moving(
      fewest: input.clients, givesUpAt: input.now + .milliseconds(window) + options.moveTimeout)
    return [.move(.drain, window: window, count: input.clients)]
  }

  private mutating func leaveMoving(_ input: Input, _ fewest: Int, _ givesUpAt: Instant) -> [Action] {
    var givesUpAt = givesUpAt
    if input.clients < fewest {
      givesUpAt = max(givesUpAt, input.now + options.moveTimeout)
      state = .moving(fewest: input.clients, givesUpAt: givesUpAt)
    }
    return input.clients == 0 || input.now >= min(closesAt, givesUpAt) ? close(input) : []
  }

  // MARK: - The end, so that no acknowledged message is lost

  private mutating func close(_ input: Input) -> [Action] {
    state = .settling(since: nil)
    return [.settle] + (input.clients == 0 && input.publicationsInFlight == 0 ? leave(input) : [])
  }

  /// Waits until what is in flight is acknowledged, and a little longer, so that it arrives.
  private mutating func leaveSettling(_ input: Input, _ since: Instant?) -> [Action] {
    guard input.publicationsInFlight == 0 || input.now >= endsAt else { return [] }
    let start = since ?? input.now
    state = .settling(since: start)
    return input.now >= min(start + options.settleTime, endsAt) ? leave(input) : []
  }

  private mutating func leave(_ input: Input) -> [Action] {
    state = .leaving
    return [.closeClients] + (isEmpty(input) ? finish() : [])
  }

  private func isEmpty(_ input: Input) -> Bool { stops ? input.connections == 0 : input.clients == 0 }

  private mutating func finish() -> [Action] {
    state = .finished
    return [.finish]
  }

  // MARK: - Moving

  private func move(_ cause: Cause, _ count: Int, _ input: Input) -> Action {
    .move(cause, window: window(clients: count, input, most: options.longestWindow), count: count)
  }

  /// Over what time clients are spread, so that the other instances take them without a storm: milliseconds.
  private func window(clients: Int, _ input: Input, most: TimeSpan) -> Int {
    let others = max(input.balancers.others(now: input.now), 1)
    let span = TimeSpan.seconds(Double(clients) / (options.acceptRate * Double(others)))
    return min(max(span, .milliseconds(100)), most).milliseconds
  }
}
