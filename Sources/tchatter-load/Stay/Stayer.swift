import Base
import EventLoop
import NetClient

/// One client that stays: it signs in once, is in one room, and resumes wherever its connection has come to. Where a server
/// sends it away it is served there until it is in the room over another connection.
///
/// There are very many of them: it keeps no more than it needs to come back.
final class Stayer {
  private let index: Int
  private let room: String
  private unowned let run: StayRun
  /// The one that it is served by, and another that is to take its place.
  private var current: StayConnection?
  private var next: StayConnection?
  private var session: String?
  /// Where it stands in its room; `nil` before it was there for the first time.
  private var position: String?
  private var seq: UInt64 = 0
  /// Messages of a page that still come, if another page has to be asked for behind them.
  private var toCome: UInt64 = 0
  /// Since when nobody serves it.
  private var awaySince = Clock.monotonic
  /// Attempts in a row that came to nothing.
  private var failures = 0

  init(_ index: Int, in room: String, _ run: StayRun) { (self.index, self.room, self.run) = (index, room, run) }

  var isThere: Bool { current?.phase == .there }

  // MARK: - Coming and going

  func connect(to server: Int) { current = StayConnection(to: server, of: self, run) }

  /// Goes to another instance than the one where it was.
  private func connect(elsewhereThan server: Int) {
    let other = run.balance.choose(otherThan: server, at: run.reactor.now)
    if current == nil { connect(to: other) } else if next == nil { next = StayConnection(to: other, of: self, run) }
  }

  func lost(_ connection: StayConnection, _ why: String) {
    let (server, wasThere) = (connection.server, connection.phase == .there)
    if wasThere { run.tally.losses[why, default: 0] += 1 } else { run.tally.refusals[why, default: 0] += 1 }
    run.balance.left(server)
    run.balance.avoid(server, at: run.reactor.now)
    toCome = 0
    if wasThere { awaySince = Clock.monotonic }
    if connection === next {
      next = nil
      // What was said meanwhile where it still is was left to the other one.
      if connection.phase == .joining, let current, current.phase == .there { rejoin(current) }
    } else {
      (current, next) = (next, nil)
      guard current == nil else { return }
    }
    comeLater(elsewhereThan: server)
  }

  /// Half a second later at first, with as much again by chance, and twice as long each time, up to eight.
  private func comeLater(elsewhereThan server: Int) {
    let span = 500 << min(failures, 4)
    failures += 1
    run.reactor.after(.milliseconds(span + Int.random(in: 0...span))) { [weak self] in
      self?.connect(elsewhereThan: server)
    }
  }

  // MARK: - What the server says

  func opened(_ connection: StayConnection) {
    let who = session.map { #""session":"\#($0)""# } ?? #""name":"\#(run.name(of: index))""#
    connection.say(#"{"type":"hello","id":"h","version":1,\#(who)}"#)
  }

  func take(_ text: UnsafeRawBufferPointer, from connection: StayConnection) {
    // What is said where it leaves comes again where it goes, from the moment on at which it has asked there.
    if connection === current, next?.phase == .joining { return }
    if text.starts(with: "{\"type\":\"message\"".utf8) { return takeMessage(text, from: connection) }
    switch ServerWord(text) {
    case .welcome:
      if let made = text.string(behind: #""session":""#) { session = made }
      connection.phase = .joining
      if connection === next { awaySince = Clock.monotonic }
      join(connection)
    case .joined: takeJoined(text, from: connection)
    case .reconnect: moveWithin(text.number(behind: #""window":"#) ?? 0, from: connection)
    case .error: run.fail("client \(index): the server refused: \(String(decoding: text, as: UTF8.self))")
    case .sent, .other: break
    }
  }

  private func rejoin(_ connection: StayConnection) {
    connection.phase = .joining
    awaySince = Clock.monotonic
    join(connection)
  }

  private func join(_ connection: StayConnection) {
    let after = position.map { #","after":"\#($0)""# } ?? #","limit":1"#
    connection.say(#"{"type":"join","id":"j","room":"\#(room)"\#(after)}"#)
  }

  private func takeJoined(_ text: UnsafeRawBufferPointer, from connection: StayConnection) {
    guard let place = text.string(behind: #""position":""#), let end = text.number(behind: #""seq":"#),
      let missed = text.number(behind: #""missed":"#)
    else { return run.fail("client \(index): it is told that it has joined, but not where") }
    let isBack = position != nil
    if isBack, text.place(behind: #""recovered":false"#) != nil { run.tally.gaps += 1 }
    // What was said before it came the first time is no part of what it has to see.
    if !isBack { (position, seq) = (place, end - min(missed, end)) }
    guard text.place(behind: #""more":true"#) == nil else { return toCome = missed }
    arrive(connection)
    run.arrived(self, after: Clock.monotonic - awaySince, isBack: isBack)
  }

  private func arrive(_ connection: StayConnection) {
    failures = 0
    connection.phase = .there
    guard connection === next else { return }
    run.tally.moves += 1
    current?.close()
    (current, next) = (connection, nil)
  }

  private func takeMessage(_ text: UnsafeRawBufferPointer, from connection: StayConnection) {
    guard let number = text.number(behind: #""seq":"#), let place = text.string(behind: #""position":""#) else {
      return run.fail("client \(index): a message without its place")
    }
    switch number {
    case ...seq: run.tally.doubled += 1
    case seq + 1: break
    default: run.tally.lost += Int(clamping: number - seq - 1)
    }
    guard number > seq else { return }
    (seq, position) = (number, place)
    if let timed = TimedText(in: text) { run.tally.record(timed, at: run.heardAt) }
    guard toCome > 0 else { return }
    toCome -= 1
    if toCome == 0 { join(connection) }
  }

  /// - Parameter window: milliseconds.
  private func moveWithin(_ window: UInt64, from connection: StayConnection) {
    let span = TimeSpan.milliseconds(Int.random(in: 0...Int(clamping: min(window, 3_600_000))))
    run.reactor.after(span) { [weak self, weak connection] in
      guard let self, let connection, connection === self.current else { return }
      self.connect(elsewhereThan: connection.server)
    }
  }
}
