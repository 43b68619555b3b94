/// What `relay` tells of a folder, or asks for there, beside whoever sends from it.
struct RelayFiles {
  let options: RelayOptions

  /// - Returns: the status to exit with: 1 where something is off or was given up.
  func run() throws(FileFailure) -> Int32 {
    let rooms = options.rooms.isEmpty ? try RelayFolder.rooms(in: options.folder) : options.rooms
    guard !rooms.isEmpty else { throw FileFailure("\(options.folder): no room is relayed from there") }
    var status: Int32 = 0
    for room in rooms {
      let folder = RelayFolder(options.folder, room: room)
      let state = try RelayJournal.state(of: folder)
      let dead = try DeadLetters.lines(of: folder.deadPath)
      switch options.task {
      case .send, .status:
        let sending = state.off.map { "off: \($0)" } ?? "on"
        print("\(room): \(state.waiting.count) waiting, \(dead.count) given up, \(sending)")
        if state.off != nil || !dead.isEmpty { status = 1 }
      case .listDead: for line in dead { print(String(decoding: line, as: UTF8.self)) }
      case .replay:
        try folder.wantReplay()
        print("\(room): \(dead.count) events that were given up are sent again by whoever relays the room")
      }
    }
    return status
  }
}
