import Base
import ChatProtocol
import JSON

/// Who is connected, put together from what several instances tell.
struct UserList {
  private struct Entry {
    let name: String
    let kind: String
    var signedIn: Int64
    var connections: Int64
    var instances: [String]
    var isSuspended: Bool
  }

  private static let head = ["ID", "KIND", "SIGNED IN", "CONNECTIONS", "INSTANCES", "NAME"]
  private var entries: [User.ID: Entry] = [:]

  /// Takes in a page of what an instance tells.
  /// - Returns: the last user's id; `nil` where there is none.
  mutating func add(_ page: JSONObject) -> User.ID? {
    let instance = page["instance"]?.string ?? "?"
    var last: User.ID?
    for user in (page["users"]?.array ?? []).compactMap(\.object) {
      guard let id = user["id"]?.string, User.isID(id) else { continue }
      last = id
      let signedIn = user["signedIn"]?.integer ?? 0
      var entry =
        entries[id]
        ?? Entry(
          name: user["name"]?.string ?? "", kind: user["kind"]?.string ?? "", signedIn: signedIn, connections: 0,
          instances: [], isSuspended: false)
      entry.signedIn = min(entry.signedIn, signedIn)
      entry.connections += user["connections"]?.integer ?? 0
      if entry.instances.last != instance { entry.instances.append(instance) }
      entry.isSuspended = entry.isSuspended || user["suspended"]?.bool == true
      entries[id] = entry
    }
    return last
  }

  /// A line each, by when they signed in.
  var text: String {
    let sorted = entries.sorted { ($0.value.signedIn, $0.key) < ($1.value.signedIn, $1.key) }
    let rows = sorted.map { id, entry in
      [
        id, entry.kind, Timestamp(entry.signedIn).text, String(entry.connections),
        entry.instances.joined(separator: ","),
        entry.name + (entry.isSuspended ? " (suspended)" : ""),
      ]
    }
    return TextTable.lines([Self.head] + rows).joined()
  }
}
