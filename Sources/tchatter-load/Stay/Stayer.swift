import Base
import EventLoop
import NetClient
import WebSocket

/// One client that stays: it signs in once, is in one room, and resumes wherever its connection has come to.
///
/// There are very many of them: it keeps no more than it needs to come back.
final class Stayer {
  private enum Phase {
    case away, connecting, identifying, joining, there
  }

  private let index: Int
  private let room: String
  private unowned let run: StayRun
  private var server: Int
  private var socket: WebSocketClient?
  private var phase = Phase.away
  private var session: String?
  /// Where it stands in its room; `nil` before it was there for the first time.
  private var position: String?
  private var seq: UInt64 = 0
  /// Messages of a page that still come, if another page has to be asked for behind them.
  private var toCome: UInt64 = 0
  /// Since when it is not there.
  private var awaySince: Instant
  /// In a row.
  private var failures = 0

  init(_ index: Int, in room: String, at server: Int, _ run: StayRun) {
    (self.index, self.room, self.server, self.run) = (index, room, server, run)
    awaySince = Clock.monotonic
  }

  var isThere: Bool { phase == .there }

  // MARK: - Coming and going

  func connect() {
    let socket = WebSocketClient(run.reactor, limits: CodecLimits(message: 1 << 20), entropy: run.entropy)
    socket.delegate = self
    self.socket = socket
    phase = .connecting
    let address = run.options.servers[server]
    do {
      try socket.connect(to: address, host: "\(address)", path: "/ws", timeout: .seconds(10))
    } catch {
      run.fail("client \(index): the request to upgrade could not be made")
    }
  }

  /// Says goodbye where it is, and goes to another instance.
  private func move() {
    guard phase == .there else { return }
    run.tally.moves += 1
    socket?.delegate = nil
    socket?.close(.goingAway)
    leave()
    goElsewhere()
  }

  private func leave() {
    socket = nil
    toCome = 0
    if phase == .there { awaySince = Clock.monotonic }
    phase = .away
  }

  private func goElsewhere() {
    let count = run.options.servers.count
    if count > 1 { server = (server + Int.random(in: 1..<count)) % count }
    connect()
  }

  private func lost(_ why: String) {
    if phase == .there { run.tally.losses[why, default: 0] += 1 } else { run.tally.refusals[why, default: 0] += 1 }
    leave()
    // Half a second at first, with as much again by chance, and twice as long each time, up to eight.
    let span = 500 << min(failures, 4)
    failures += 1
    run.reactor.after(.milliseconds(span + Int.random(in: 0...span))) { [weak self] in self?.goElsewhere() }
  }

  // MARK: - What the server says

  private func take(_ text: UnsafeRawBufferPointer, at time: Instant) {
    if text.starts(with: "{\"type\":\"message\"".utf8) { return takeMessage(text, at: time) }
    switch ServerWord(text) {
    case .welcome:
      if let made = text.string(behind: #""session":""#) { session = made }
      phase = .joining
      join()
    case .joined: takeJoined(text)
    case .reconnect: moveWithin(text.number(behind: #""window":"#) ?? 0)
    case .error: run.fail("client \(index): the server refused: \(String(decoding: text, as: UTF8.self))")
    case .sent, .other: break
    }
  }

  private func join() {
    let after = position.map { #","after":"\#($0)""# } ?? #","limit":1"#
    say(#"{"type":"join","id":"j","room":"\#(room)"\#(after)}"#)
  }

  private func takeJoined(_ text: UnsafeRawBufferPointer) {
    guard let place = text.string(behind: #""position":""#), let end = text.number(behind: #""seq":"#),
      let missed = text.number(behind: #""missed":"#)
    else { return run.fail("client \(index): it is told that it has joined, but not where") }
    let isBack = position != nil
    if isBack, text.place(behind: #""recovered":false"#) != nil { run.tally.gaps += 1 }
    // What was said before it came the first time is no part of what it has to see.
    if !isBack { (position, seq) = (place, end - min(missed, end)) }
    guard text.place(behind: #""more":true"#) == nil else { return toCome = missed }
    failures = 0
    phase = .there
    run.arrived(self, after: Clock.monotonic - awaySince, isBack: isBack)
  }

  private func takeMessage(_ text: UnsafeRawBufferPointer, at time: Instant) {
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
    if let timed = TimedText(in: text) { run.tally.record(timed, at: time) }
    guard toCome > 0 else { return }
    toCome -= 1
    if toCome == 0 { join() }
  }

  /// - Parameter window: milliseconds.
  private func moveWithin(_ window: UInt64) {
    let span = TimeSpan.milliseconds(Int.random(in: 0...Int(clamping: min(window, 3_600_000))))
    run.reactor.after(span) { [weak self] in self?.move() }
  }

  private func say(_ text: String) { socket?.send(.text, Array(text.utf8)) }
}

extension Stayer: WebSocketClientDelegate {
  func webSocketOpened(_ socket: WebSocketClient) {
    phase = .identifying
    let who = session.map { #""session":"\#($0)""# } ?? #""name":"\#(run.name(of: index))""#
    say(#"{"type":"hello","id":"h","version":1,\#(who)}"#)
  }

  func webSocketHeard(_ socket: WebSocketClient) { run.heard() }

  func webSocket(_ socket: WebSocketClient, received message: UnsafeRawBufferPointer, _ opcode: Opcode) {
    take(message, at: run.heardAt)
  }

  func webSocket(_ socket: WebSocketClient, ended end: ConnectionEnd) { lost("\(end)") }
}
