import EventLoop

/// What a run does: read once from the command line.
struct Options: Equatable {
  enum Mode: String, CaseIterable {
    case fanOut = "fan-out"
    case rooms
    case idle
    case storm

    var meaning: String {
      switch self {
      case .fanOut: "few rooms with many members: every message to everybody (1,000 clients, 1 room)"
      case .rooms: "many rooms with few members (5,000 clients, 1,000 rooms)"
      case .idle: "connections that do nothing: what each costs the server (10,000 clients, 100 rooms)"
      case .storm: "connect, upgrade, sign in, join, reset, again (10,000 connections)"
      }
    }
  }

  /// How far each connection of a storm goes before it is reset.
  enum Depth: String, CaseIterable, Comparable {
    case upgrade
    case welcome
    case joined

    static func < (one: Depth, other: Depth) -> Bool { one.order < other.order }
    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  var mode = Mode.fanOut
  var dialect = Dialect.tchatter
  var servers = [SocketAddress.loopback(port: 8080)]
  var processes: [Int32] = []
  var clients: Int
  var rooms: Int
  /// Per room; they are members of it.
  var publishers = 1
  /// In all rooms together.
  var messages: Int
  /// Bytes of a message's text.
  var size = 128
  /// Messages of one publisher that are not yet with every member.
  var window: Int
  /// Messages a second, all publishers together, whatever is still under way; 0: as fast as the window allows.
  var rate = 0
  /// Once in how many seconds each client moves its read mark meanwhile; 0: never.
  var reads = 0
  /// Seconds that idle connections are held.
  var hold = 3
  var depth = Depth.joined
  /// Connections that are being opened at a time.
  var opening = 128
  /// Seconds for everything.
  var timeout = 120
  var label = ""
  var isJSON = false
  var isQuiet = false

  init(_ mode: Mode) {
    self.mode = mode
    switch mode {
    case .fanOut: (clients, rooms, messages, window) = (1000, 1, 20_000, 16)
    case .rooms: (clients, rooms, messages, window) = (5000, 1000, 100_000, 1)
    case .idle: (clients, rooms, messages, window) = (10_000, 100, 0, 0)
    case .storm: (clients, rooms, messages, window) = (10_000, 100, 0, 0)
    }
  }

  /// What does not fit together.
  var mistake: String? {
    if rooms > clients { return "there cannot be more rooms than clients" }
    if clients / rooms < publishers { return "there cannot be more publishers than members of a room" }
    if mode == .fanOut || mode == .rooms, messages < rooms * publishers {
      return "every publisher has to send: --messages is at least \(rooms * publishers)"
    }
    if reads > 0, rate == 0 || dialect != .tchatter { return "--reads goes with --rate, and where tchatter is spoken" }
    return nil
  }
}
