/// Has all clients move their read marks to their room's newest message, one after the other, so that each does it once in so many
/// seconds.
final class Readers {
  private static let mark = Array(#""position":""#.utf8)

  private unowned let crowd: Crowd
  private let seconds: Int
  /// Of each room's newest message, as its first client gets it.
  private var positions: [String?]
  private var next = 0

  init(_ crowd: Crowd, every seconds: Int) {
    self.crowd = crowd
    self.seconds = seconds
    positions = [String?](repeating: nil, count: crowd.options.rooms)
  }

  /// A message has come.
  func note(_ message: UnsafeRawBufferPointer, by client: Client) {
    guard client.index == client.room, let position = Self.position(message) else { return }
    positions[client.room] = position
  }

  private static func position(_ message: UnsafeRawBufferPointer) -> String? {
    let last = message.count - mark.count
    guard last > 0, let start = (0..<last).first(where: { message[$0..<$0 + mark.count].elementsEqual(mark) }) else {
      return nil
    }
    return String(decoding: message[(start + mark.count)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }

  /// - Parameter elapsed: seconds since the first message.
  func move(at elapsed: Double) {
    let due = Int(elapsed * Double(crowd.clients.count) / Double(seconds))
    while next < due {
      let client = crowd.clients[next % crowd.clients.count]
      next += 1
      guard let position = positions[client.room] else { continue }
      client.read(crowd.roomName(client.room), to: position)
    }
  }
}
