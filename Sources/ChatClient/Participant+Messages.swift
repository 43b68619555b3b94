import Base
import ChatProtocol

// What is said on a connection, and what is sent.
extension Participant {
  func connection(_ connection: Connection, said event: ServerEvent) {
    connection.lastWord = nil
    switch event {
    case .message(let message, let stored): received(message, stored, on: connection)
    case .policy(let policy, let stored): received(policy, stored, on: connection)
    case .change(let change): received(change, on: connection)
    case .sent(let sent): acknowledged(sent)
    case .joined(let reply): joined(reply, on: connection)
    case .failure(let id, let room, let refusal): refused(id, room, refusal, on: connection)
    case .welcome(let welcome): welcomed(welcome, on: connection)
    case .gap(let gap): received(gap, on: connection)
    case .rewind(let room, let position): rewound(room, to: position, on: connection)
    case .reconnect(let window): askedToMove(within: window, by: connection)
    case .history(let id, let past):
      if case .history(let completion) = connection.answered(id) { completion(.success(past)) }
    case .found(let id, let findings):
      if case .search(let completion) = connection.answered(id) { completion(.success(findings)) }
    case .members(let id, let list):
      if case .members(let completion) = connection.answered(id) { completion(.success(list)) }
    case .read(let id, _):
      if id == nil { passOn(event, of: connection) } else { _ = connection.answered(id) }
    case .marks(let id, let marks):
      if case .marks(let completion) = connection.answered(id) { completion(.success(marks)) }
    case .mentions(let id, let mentions):
      if case .mentions(let completion) = connection.answered(id) { completion(.success(mentions)) }
    case .invited(let id, let invitation):
      if case .invite(let completion) = connection.answered(id) { completion(.success(invitation)) }
    case .device(let id, let code):
      if case .device(let completion) = connection.answered(id) { completion(.success(code)) }
    case .devices(let id, let devices):
      if case .devices(let completion) = connection.answered(id) { completion(.success(devices)) }
    case .revoked(let id, let count):
      if case .revoke(let completion) = connection.answered(id) { completion(.success(count)) }
    case .reports(let id, let reports):
      if case .reports(let completion) = connection.answered(id) { completion(.success(reports)) }
    case .moderated(let id):
      if case .moderate(let completion) = connection.answered(id) { completion(.success(())) }
    case .expiring: sessionExpires()
    case .removed(let room): removed(from: room, on: connection)
    case .left(let id), .renewed(let id): _ = connection.answered(id)
    case .presence, .typing, .maintenance, .direct, .report, .resolved, .deviceAdded: passOn(event, of: connection)
    case .unknown: break
    }
  }

  /// What may be dropped, and would be told twice by two connections.
  private func passOn(_ event: ServerEvent, of connection: Connection) {
    guard connection === phase.main else { return }
    switch event {
    case .presence(let change): onEvent(.presence(change))
    case .typing(let room, let user): onEvent(.typing(room: room, user))
    case .maintenance(let isOn, let message): onEvent(.maintenance(isOn: isOn, message: message))
    case .read(_, let mark): onEvent(.read(mark))
    case .report(let report): onEvent(.report(report))
    case .resolved(let room, let position): onEvent(.resolved(room: room, position: position))
    case .deviceAdded(let id, let time): onEvent(.deviceAdded(id: id, time: time))
    case .direct(let room, let user): onEvent(.direct(room: room, with: user))
    default: break
    }
  }

  // MARK: Sending

  /// Sends what waits and may go now. Nothing overtakes what is still unanswered on a connection that was replaced.
  func flush() {
    guard let connection = phase.main, connection.isWelcomed, reactor.now >= pausedUntil,
      !outbox.isInFlight(elsewhereThan: connection.number)
    else { return }
    while let entry = outbox.next(
      window: configuration.messagesInFlight, connection: connection.number, now: reactor.now)
    {
      if entry.attempts > 1 { counters.resent += 1 }
      connection.send(ClientObject.store(entry.content, in: entry.room, id: entry.id))
    }
  }

  private func acknowledged(_ sent: SentMessage) {
    guard outbox.remove(sent.id) != nil else { return }
    counters.sent += 1
    onEvent(.sent(sent))
    goOn()
  }

  func goOn() {
    releaseRetired()
    flush()
    leaveIfDone()
  }

  // MARK: Refusals

  private func refused(_ id: String?, _ room: String?, _ refusal: ServerRefusal, on connection: Connection) {
    if let request = connection.answered(id) { return refused(request, refusal, on: connection) }
    if let id, outbox.contains(id) { return messageRefused(id, refusal, on: connection) }
    if !connection.isWelcomed { return helloRefused(refusal, on: connection) }
    if connection.kind == .poll, !refusal.isTransient, let room { pollRefused(room, on: connection) }
    // What is left is said before the connection is closed, and the close code says what to do.
    if room == nil, refusal.code == ErrorCode.forbidden.rawValue { connection.lastWord = refusal }
  }

  private func refused(_ request: Connection.Request, _ refusal: ServerRefusal, on connection: Connection) {
    switch request {
    case .join(let room): joinRefused(room, refusal, on: connection)
    case .leave, .renew, .read: break
    case .history(let completion): completion(.failure(refusal))
    case .search(let completion): completion(.failure(refusal))
    case .members(let completion): completion(.failure(refusal))
    case .marks(let completion): completion(.failure(refusal))
    case .mentions(let completion): completion(.failure(refusal))
    case .invite(let completion): completion(.failure(refusal))
    case .device(let completion): completion(.failure(refusal))
    case .devices(let completion): completion(.failure(refusal))
    case .revoke(let completion): completion(.failure(refusal))
    case .reports(let completion): completion(.failure(refusal))
    case .moderate(let completion): completion(.failure(refusal))
    }
  }

  private func messageRefused(_ id: String, _ refusal: ServerRefusal, on connection: Connection) {
    if refusal.isTransient {
      outbox.retry(id)
      let pause = pause(for: refusal)
      pausedUntil = reactor.now + pause
      reactor.after(pause) { [weak self] in self?.flush() }
      return releaseRetired()
    }
    guard let entry = outbox.remove(id) else { return }
    counters.refused += 1
    onEvent(.refused(id: id, room: entry.room, refusal))
    goOn()
  }
}
