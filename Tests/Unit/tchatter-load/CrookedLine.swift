import ChatClient
import JSON
import NetClient
import WebSocket

@testable import tchatter_load

/// A way to the server that cheats its client once, and covers its tracks: the seqs that follow fit together again, so
/// that the client cannot notice.
final class CrookedLine: Transport, TransportObserver {
  /// What becomes of the third message that comes.
  enum Mistake: String, CaseIterable { case none, forgets, repeats, swaps, alters, invents }

  weak var observer: (any TransportObserver)?
  private let line: any Transport
  private let mistake: Mistake
  private var count = 0
  /// By how much the seqs from here on differ from the server's.
  private var shift: Int64 = 0
  private var held: JSONObject?
  private var hasInvented = false
  private var invented: JSONObject?

  init(_ line: any Transport, _ mistake: Mistake) {
    self.line = line
    self.mistake = mistake
    line.observer = self
  }

  func open() { line.open() }
  func probe() { line.probe() }
  func close(_ code: CloseCode) { line.close(code) }

  func abandon() {
    observer = nil
    line.abandon()
  }

  /// Swallows a message; its answer comes with the next thing that comes.
  func send(_ json: [UInt8]) {
    guard mistake == .invents, !hasInvented, let object = try? JSONParser.parseObject(json),
      object["type"]?.string == "send", let id = object["id"], let room = object["room"]
    else { return line.send(json) }
    hasInvented = true
    var answer = JSONObject()
    for (name, value) in [("type", .string("sent")), ("id", id), ("room", room), ("seq", .integer(1))] {
      answer.append(name, value as JSONValue)
    }
    invented = answer
  }

  // MARK: What comes

  func transportOpened(_ transport: any Transport) { observer?.transportOpened(self) }
  func transportHeard(_ transport: any Transport) { observer?.transportHeard(self) }
  func transport(_ transport: any Transport, ended end: ConnectionEnd) { observer?.transport(self, ended: end) }

  func transport(_ transport: any Transport, received object: JSONObject) {
    if let answer = invented {
      invented = nil
      observer?.transport(self, received: answer)
    }
    guard object["type"]?.string == "message" else { return pass(object) }
    count += 1
    if let first = held, let place = first["seq"], let other = object["seq"] {
      held = nil
      pass(object.with("seq", place))
      return pass(first.with("seq", other))
    }
    guard count == 3 else { return pass(object) }
    switch mistake {
    case .none, .invents: pass(object)
    case .forgets: shift = -1
    case .repeats:
      pass(object)
      shift = 1
      pass(object)
    case .swaps: held = object
    case .alters: pass(object.with("text", .string("something else")))
    }
  }

  private func pass(_ object: JSONObject) {
    guard object["type"]?.string == "message", let seq = object["seq"]?.integer else {
      observer?.transport(self, received: object)
      return
    }
    observer?.transport(self, received: object.with("seq", .integer(seq + shift)))
  }
}

extension JSONObject {
  /// The same with another value of one member.
  func with(_ name: String, _ value: JSONValue) -> JSONObject {
    var object = JSONObject()
    for member in members { object.append(member.name, member.name == name ? value : member.value) }
    return object
  }
}
