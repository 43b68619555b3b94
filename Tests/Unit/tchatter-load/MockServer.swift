import EventLoop
import Foundation
import HTTP
import Synchronization
import WebSocket

@testable import tchatter_load

/// A chat server of the barest kind, on a thread of its own, that can be told to make mistakes.
final class MockServer: Sendable {
  /// What goes wrong with the fifth message.
  enum Mistake: String, CaseIterable, Sendable {
    case none, loses, doubles, swaps, misdirects, forgetsToAcknowledge, hangsUp, refuses
  }

  let port: UInt16
  private let mailbox: Mailbox

  init(_ mistake: Mistake = .none) throws {
    let started = DispatchSemaphore(value: 0)
    let result = Mutex<(UInt16, Mailbox)?>(nil)
    Thread.detachNewThread {
      defer { started.signal() }
      guard let reactor = try? Reactor() else { return }
      let rooms = MockRooms(mistake)
      let listener = try? Listener(reactor, address: .loopback(port: 0)) { stream in
        stream.handler = MockConnection(stream, rooms)
      }
      guard let port = listener?.localAddress?.port else { return }
      result.withLock { $0 = (port, reactor.mailbox) }
      started.signal()
      reactor.run()
    }
    started.wait()
    guard let (port, mailbox) = result.withLock({ $0 }) else { throw SystemError(number: 0, call: "mock server") }
    (self.port, self.mailbox) = (port, mailbox)
  }

  deinit { mailbox.post { $0.stop() } }
}

/// The rooms of a mock server, with the mistake that it makes.
final class MockRooms {
  private let mistake: MockServer.Mistake
  private var members: [String: [MockConnection]] = [:]
  private var count = 0
  private var held: [UInt8]?

  init(_ mistake: MockServer.Mistake) { self.mistake = mistake }

  func join(_ room: String, _ connection: MockConnection) { members[room, default: []].append(connection) }

  func publish(_ message: [UInt8], in room: String, by author: MockConnection) {
    count += 1
    let isWrong = count == 5
    switch (isWrong, mistake) {
    case (true, .loses): break
    case (true, .doubles):
      deliver(message, in: room)
      deliver(message, in: room)
    case (true, .swaps): held = message
    case (true, .misdirects):
      let other = members.keys.first { $0 != room }
      deliver(message, in: other ?? room)
    case (true, .hangsUp): return author.hangUp()
    case (true, .refuses): return author.say(#"{"type":"error","code":"rate_limited"}"#)
    default:
      deliver(message, in: room)
      if let held { deliver(held, in: room) }
      held = nil
    }
    if !isWrong || mistake != .forgetsToAcknowledge { author.say(#"{"type":"sent"}"#) }
  }

  private func deliver(_ message: [UInt8], in room: String) {
    for member in members[room] ?? [] { member.say(message) }
  }
}

/// One client of a mock server.
final class MockConnection: StreamHandler {
  private let stream: EventLoop.Stream
  private let rooms: MockRooms
  private var decoder = RequestDecoder()
  private var codec = Codec(role: .server)
  private var isOpen = false

  init(_ stream: EventLoop.Stream, _ rooms: MockRooms) {
    self.stream = stream
    self.rooms = rooms
  }

  func say(_ json: String) { say(Array(json.utf8)) }
  func say(_ json: [UInt8]) { stream.write(codec.frame(.text, json)) }
  func hangUp() { stream.closeAfterFlush() }

  func stream(_ stream: EventLoop.Stream, received bytes: UnsafeMutableRawBufferPointer) {
    guard isOpen else { return upgrade(UnsafeRawBufferPointer(bytes)) }
    var rest = bytes
    var objects: [[UInt8]] = []
    while let event = codec.next(&rest) {
      if case .text(let text) = event { objects.append(Array(text)) }
    }
    for object in objects { applyDeletion(object) }
  }

  private func upgrade(_ bytes: UnsafeRawBufferPointer) {
    decoder.append(bytes)
    guard case .request(let request) = try? decoder.next(), let accepted = try? Handshake.check(request) else { return }
    isOpen = true
    stream.write(Handshake.response(for: accepted))
  }

  private func applyDeletion(_ object: [UInt8]) {
    let json = String(decoding: object, as: UTF8.self)
    let room = json.firstMatch(of: /"room":"([^"]*)"/).map { String($0.1) } ?? ""
    if json.contains(#""hello""#) {
      say(#"{"type":"welcome"}"#)
    } else if json.contains(#""join""#) {
      rooms.join(room, self)
      say(#"{"type":"joined"}"#)
    } else if let text = json.firstMatch(of: /"text":"([^"]*)"/) {
      rooms.publish(Array(#"{"type":"message","text":"\#(text.1)"}"#.utf8), in: room, by: self)
    }
  }

  func stream(_ stream: EventLoop.Stream, closed reason: CloseReason) {}
}
