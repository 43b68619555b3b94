import WebSocket

/// What a server under test speaks over WebSocket. Ours is the first; the others let the same load measure its floor and
/// its peers.
enum Dialect: String, CaseIterable {
  /// The chat protocol: hello, join, send; every message is acknowledged.
  case tchatter
  /// A frame sent to `/room/N` goes to everybody there, its sender included, and nothing else is said.
  case plain
  /// NATS's text protocol, over its WebSocket listener.
  case nats

  func path(room: Int) -> String {
    switch self {
    case .tchatter: "/ws"
    case .plain: "/room/\(room)"
    case .nats: "/"
    }
  }

  var opcode: Opcode { self == .nats ? .binary : .text }
  /// Whether each message is answered to its sender, beside being delivered.
  var acknowledges: Bool { self == .tchatter }
  /// Whether one frame may hold several messages.
  var packsMessages: Bool { self == .nats }

  /// What is said once the connection is upgraded: nothing where the server speaks first, or where nobody does.
  func greeting(name: String) -> String? {
    self == .tchatter ? #"{"type":"hello","id":"h","version":1,"name":"\#(name)"}"# : nil
  }

  /// What is said to get into a room.
  func joining(room: String) -> String {
    switch self {
    case .tchatter: #"{"type":"join","id":"j","room":"\#(room)"}"#
    case .plain: ""
    case .nats: "CONNECT {\"verbose\":false,\"echo\":true}\r\nSUB \(room) 1\r\nPING\r\n"
    }
  }

  /// What stands around a message's text; `id` is where its number goes, in eight digits.
  func envelope(room: String, size: Int) -> (head: String, id: String, tail: String) {
    switch self {
    case .tchatter: (#"{"type":"send","id":""#, #"","room":"\#(room)","text":""#, #""}"#)
    case .plain: ("", "", "")
    case .nats: ("PUB \(room) \(size)\r\n", "", "\r\n")
    }
  }

  /// What the server has said, other than a message.
  func word(_ bytes: UnsafeRawBufferPointer) -> ServerWord {
    switch self {
    case .tchatter: ServerWord(bytes)
    case .plain: .other
    case .nats: ServerWord(nats: bytes)
    }
  }
}
