import ChatClient
import JSON
import NetClient
import WebSocket

/// What came over the wire, as it came: the evidence behind the client's back.
///
/// A client that sorts out repeats would hide a server that sends them. So on each connection the promise is checked
/// again, without the client: between `joined` and the end a room's messages come in order, each once, without holes.
struct WireCount: Equatable {
  var connections = 0
  /// `message` objects.
  var messages = 0
  /// Those that were not the next one on their connection, though nothing had been said of a gap.
  var misplaced = 0
  /// The first of them, each told.
  var oddities: [String] = []
  var errors: [String: Int] = [:]

  static func += (sum: inout WireCount, other: WireCount) {
    sum.connections += other.connections
    sum.messages += other.messages
    sum.misplaced += other.misplaced
    if sum.oddities.count < 20 { sum.oddities += other.oddities }
    sum.errors.merge(other.errors, uniquingKeysWith: +)
  }
}

/// A transport that hands everything through to another one, and keeps a count of it.
final class WireTap: Transport, TransportObserver {
  weak var observer: (any TransportObserver)?
  private let line: any Transport
  private let kind: TransportKind
  private let record: (WireCount) -> Void
  /// The seq that each room's next message must have; `nil` for any.
  private var next: [String: Int64?] = [:]

  /// - Parameter record: takes what is to be added to the count.
  init(_ line: any Transport, _ kind: TransportKind, record: @escaping (WireCount) -> Void) {
    self.line = line
    self.kind = kind
    self.record = record
    line.observer = self
  }

  func open() { line.open() }
  func send(_ json: [UInt8]) { line.send(json) }
  func probe() { line.probe() }
  func close(_ code: CloseCode) { line.close(code) }

  func abandon() {
    observer = nil
    line.abandon()
  }

  func transportOpened(_ transport: any Transport) {
    record(WireCount(connections: 1))
    observer?.transportOpened(self)
  }

  func transportHeard(_ transport: any Transport) { observer?.transportHeard(self) }

  func transport(_ transport: any Transport, received object: JSONObject) {
    guard let observer else { return }
    note(object)
    observer.transport(self, received: object)
  }

  func transport(_ transport: any Transport, ended end: ConnectionEnd) { observer?.transport(self, ended: end) }

  // MARK: What comes

  private func note(_ object: JSONObject) {
    let room = object["room"]?.string ?? ""
    switch object["type"]?.string {
    case "message": noteMessage(in: room, seq: object["seq"]?.integer ?? 0)
    case "joined": next[room] = (object["seq"]?.integer ?? 0) - (object["missed"]?.integer ?? 0) + 1
    case "gap": next[room] = object["seq"]?.integer == 0 ? .some(nil) : object["seq"]?.integer
    case "rewind": next[room] = .some(nil)
    case "error": record(WireCount(errors: [object["code"]?.string ?? "": 1]))
    default: break
    }
  }

  private func noteMessage(in room: String, seq: Int64) {
    // Before `joined` nothing may come.
    let expected: Int64?? = next[room]
    next[room] = seq + 1
    var count = WireCount(messages: 1)
    if expected.map({ $0.map { $0 != seq } ?? false }) ?? true {
      count.misplaced = 1
      let wanted = expected.map { $0.map { "\($0)" } ?? "any" } ?? "none"
      count.oddities = ["\(kind.rawValue): seq \(seq) in \(room) where \(wanted) was next"]
    }
    record(count)
  }
}
