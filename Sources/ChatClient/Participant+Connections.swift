import Base
import EventLoop
import NetClient
import WebSocket

// The connection's life: one transition after the other.
extension Participant {
  // MARK: Making connections

  func connect() { enter(.connecting(makeConnection())) }

  private func makeConnection() -> Connection {
    connectionCount += 1
    counters.attempts += 1
    lastRefusal = nil
    let connection = Connection(
      number: connectionCount, kind: search.kind, transport: makeTransport(search.kind), participant: self,
      now: { [reactor] in reactor.now })
    connection.open()
    return connection
  }

  private func reconnectLater(_ end: ConnectionEnd, least: TimeSpan = .zero) {
    let pause = backoff.next(entropy, least: least)
    let timer = reactor.after(pause) { [weak self] in self?.connect() }
    enter(.waiting(timer, end))
  }

  // MARK: Welcome

  func welcomed(_ welcome: ServerEvent.Welcome, on connection: Connection) {
    guard !connection.isWelcomed else { return }
    connection.welcome(welcome)
    search.cameUp(connection.kind)
    counters.connections += 1
    user = welcome.user
    session = welcome.session ?? session
    tokens?.tokenWasTaken()
    switch phase {
    case .connecting(let current) where current === connection:
      (instance, version) = (welcome.instance, welcome.version)
      enterOnline(connection)
      joinAll(on: connection)
      flush()
      leaveIfDone()
    case .moving(_, let to) where to === connection:
      (instance, version) = (welcome.instance, welcome.version)
      joinAll(on: connection)
      completeMoveIfDone()
    default: connection.abandon()
    }
  }

  /// A participant that polls for want of something better looks for it now and then.
  private func enterOnline(_ connection: Connection) {
    enter(.online(connection))
    if search.isSecondBest(connection.kind) { moveLater(connection, in: configuration.pollingSpan) }
  }

  // MARK: Make before break

  /// The server asks to be left within `window` milliseconds. One that has not taken over yet is left once it has.
  func askedToMove(within window: Int, by connection: Connection) {
    guard stopping == nil else { return }
    switch phase {
    case .online(let current) where current === connection: break
    case .moveDue(let current, let timer) where current === connection: timer.cancel()
    case .moving(from: _, to: let new) where new === connection: return new.moveWindow = window
    default: return
    }
    moveLater(connection, in: entropy.part(of: .milliseconds(window)))
  }

  private func moveLater(_ connection: Connection, in span: TimeSpan) {
    let timer = reactor.after(span) { [weak self] in self?.beginMove() }
    enter(.moveDue(connection, timer))
  }

  private func beginMove() {
    guard case .moveDue(let old, _) = phase else { return }
    if search.isSecondBest(old.kind) { search.tryWebSocket() }
    enter(.moving(from: old, to: makeConnection()))
  }

  /// The new connection takes over once it is in all rooms.
  func completeMoveIfDone() {
    guard case .moving(let old, let new) = phase, new.isWelcomed, isInAllRooms(new) else { return }
    counters.moves += 1
    old.retired = reactor.now
    retired.append(old)
    enterOnline(new)
    if let window = new.moveWindow { askedToMove(within: window, by: new) }
    releaseRetired()
    flush()
  }

  /// Closes the replaced connections that have answered everything, and those that take too long.
  func releaseRetired() {
    for connection in retired {
      let isOverdue = reactor.now >= (connection.retired ?? .distantPast) + configuration.drain
      guard isOverdue || outbox.inFlight(on: connection.number) == 0 else { continue }
      retired.removeAll { $0 === connection }
      outbox.forget(connection: connection.number)
      connection.participant = nil
      connection.failRequests()
      connection.close(.normal)
    }
  }

  /// The new connection did not come about: the old one still serves.
  private func moveFailed(_ old: Connection) {
    let isReturn = search.isSecondBest(old.kind)
    if isReturn { search.webSocketIsBlocked() }
    moveLater(old, in: isReturn ? configuration.pollingSpan : backoff.next(entropy))
    for room in rooms.keys.sorted() where rooms[room]?.owner == nil { requestJoin(room, on: old) }
  }

  // MARK: Ends

  func connection(_ connection: Connection, ended end: ConnectionEnd) {
    forget(connection)
    if let up = connection.welcomed { backoff.lost(after: reactor.now - up) } else { neverCameUp(connection) }
    switch phase {
    case .connecting(let one) where one === connection: lost(connection, end)
    case .online(let one) where one === connection: lost(connection, end)
    case .moveDue(let one, let timer) where one === connection:
      timer.cancel()
      lost(connection, end)
    case .moving(let old, let new) where old === connection:
      counters.losses += 1
      if new.isWelcomed { enterOnline(new) } else { enter(.connecting(new)) }
      flush()
    case .moving(let old, let new) where new === connection: moveFailed(old)
    case .leaving(let one) where one === connection: self.end(.stopped)
    default: flush()
    }
  }

  /// Where WebSockets never come up while plain HTTP is answered, whatever the answer is, they are blocked.
  private func neverCameUp(_ connection: Connection) {
    guard lastRefusal == nil, search.failed(connection.kind) else { return }
    let address = configuration.address
    let health = address.request("GET", "health")
    HTTPClient.once(health, on: reactor, timeout: .seconds(3), to: address.resolve) { [weak self] result in
      if case .success = result { self?.search.webSocketIsBlocked() }
    }
  }

  /// Whether it was perhaps not the server that refused, but something on the way that does not like WebSockets.
  private func hasAnotherWay(than connection: Connection, after end: ConnectionEnd) -> Bool {
    if case .refused = end { !connection.isWelcomed && search.hasAnotherWay(than: connection.kind) } else { false }
  }

  /// Nothing that was asked on it will be answered.
  private func forget(_ connection: Connection) {
    connection.participant = nil
    retired.removeAll { $0 === connection }
    outbox.forget(connection: connection.number)
    for room in rooms.keys { rooms[room]?.lost(connection.number) }
    connection.failRequests()
  }

  /// The only connection is gone.
  private func lost(_ connection: Connection, _ end: ConnectionEnd) {
    counters.losses += 1
    if let refusal = tokens?.finalRefusal { return self.end(.refused(refusal)) }
    if needsNewToken(after: end) {
      session = nil
      return reconnectLater(end)
    }
    if let refusal = lastRefusal, !refusal.isTransient { return self.end(.refused(refusal)) }
    guard end.mayReconnect || hasAnotherWay(than: connection, after: end) else {
      return self.end(connection.lastWord.map(ParticipantEnd.refused) ?? .closed(end))
    }
    guard stopping == nil || !outbox.isEmpty else { return self.end(.stopped) }
    reconnectLater(end, least: lastRefusal.map { pause(for: $0) } ?? end.leastWait)
  }

  /// The hello was refused.
  func helloRefused(_ refusal: ServerRefusal, on connection: Connection) {
    guard phase.connections.contains(where: { $0 === connection }) else { return }
    lastRefusal = refusal
    noteRefusal(of: connection, refusal)
    connection.participant = nil
    connection.close(.normal)
    self.connection(connection, ended: .failed("the hello was refused"))
  }

  // MARK: Stopping

  /// Goes when everything is said, or when the time is up.
  func leaveIfDone() {
    guard let stopping else { return }
    let isTimeUp = reactor.now >= stopping + configuration.drain
    switch phase {
    case .online(let connection), .leaving(let connection):
      if case .leaving = phase { return isTimeUp ? end(.stopped) : () }
      guard isTimeUp || outbox.isEmpty else { return }
      enter(.leaving(connection))
      connection.close(.normal)
    case .moveDue(let connection, let timer):
      timer.cancel()
      enter(.online(connection))
      leaveIfDone()
    case .moving(let old, let new):
      new.abandon()
      for room in rooms.keys { rooms[room]?.lost(new.number) }
      enter(.online(old))
      leaveIfDone()
    case .connecting(let connection):
      guard isTimeUp || outbox.isEmpty else { return }
      connection.abandon()
      end(.stopped)
    case .waiting(let timer, _):
      guard isTimeUp || outbox.isEmpty else { return }
      timer.cancel()
      end(.stopped)
    case .idle: end(.stopped)
    case .ended: break
    }
  }

  // MARK: Watching

  /// Twice a second: gives up what is silent, and closes what has been replaced.
  func look() {
    for connection in phase.connections + retired { look(at: connection) }
    releaseRetired()
    leaveIfDone()
  }

  private func look(at connection: Connection) {
    let now = reactor.now
    let timeout = configuration.timeout
    guard connection.isWelcomed else {
      if now >= connection.begun + timeout { giveUp(connection) }
      return
    }
    let silence = configuration.silence ?? connection.pingInterval
    let oldest = [outbox.oldestSent(on: connection.number), connection.oldestRequest].compactMap(\.self).min()
    if let oldest, now >= oldest + timeout { return giveUp(connection) }
    if let probed = connection.probed, now >= probed + silence { return giveUp(connection) }
    if now >= connection.heard + silence { connection.probe() }
  }

  private func giveUp(_ connection: Connection) {
    connection.abandon()
    self.connection(connection, ended: .silent)
  }
}
