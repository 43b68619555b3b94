/// A folder, and the rooms of which something is kept in it: what `archive` and `relay` are told without an option's name.
struct RoomFolder: Equatable {
  /// Rooms that one connection may be in.
  static let mostRooms = 100

  private(set) var path = ""
  private(set) var rooms: [String] = []

  /// Takes the next argument that belongs to no option: the folder first.
  mutating func take(_ argument: String) throws(BotOptions.Mistake) {
    guard !path.isEmpty else { return path = argument }
    let room = try BotOptions.room(argument)
    if !rooms.contains(room) { rooms.append(room) }
  }

  /// - Parameters:
  ///   - command: that is told them.
  ///   - needsRooms: whether it is to be in rooms; if not, none are all of the folder.
  func check(for command: String, needsRooms: Bool) throws(BotOptions.Mistake) {
    guard !path.isEmpty else { throw BotOptions.Mistake(message: "\(command) needs a folder") }
    guard !rooms.isEmpty || !needsRooms else { throw BotOptions.Mistake(message: "\(command) needs a room to be in") }
    guard rooms.count <= Self.mostRooms || !needsRooms else {
      throw BotOptions.Mistake(message: "\(command) is in at most \(Self.mostRooms) rooms")
    }
  }
}
