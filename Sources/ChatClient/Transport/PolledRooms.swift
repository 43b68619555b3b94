import Base
import JSON

/// The rooms that a polling participant is in and its newest position in each: what it hands to the server with every
/// waiting call, because the server keeps nothing between two.
struct PolledRooms {
  private struct Place {
    /// The other one's name in a direct room in which nothing has been written: only by this is it found.
    var partner: String?
    var position: String
    /// By which it is told whether a message is newer; 0 where any is.
    var seq: UInt64
    /// Until when it is left out.
    var heldUntil: Instant?

    /// What it is asked for by.
    func name(of room: String) -> String { partner.flatMap { seq == 0 ? "@" + $0 : nil } ?? room }
  }

  private var places: [String: Place] = [:]

  /// What each room is to be asked for by, with its position; but for those that are held back.
  var positions: [(room: String, position: String)] {
    places.filter { $0.value.heldUntil == nil }.map { room, place in (place.name(of: room), place.position) }
  }

  func contains(_ room: String) -> Bool { places[room] != nil }

  // MARK: - Rooms that can't be had for a while

  /// The first time that a room is to be asked for again.
  var nextRelease: Instant? { places.values.compactMap(\.heldUntil).min() }

  /// Leaves out a room until then, however it is called: the others go on without it.
  /// - Returns: whether it is one of these.
  mutating func hold(_ name: String, until release: Instant) -> Bool {
    guard let room = places.first(where: { $0 == name || $1.name(of: $0) == name })?.key else { return false }
    places[room]?.heldUntil = release
    return true
  }

  /// Asks again for those whose time has come.
  mutating func release(at now: Instant) {
    for (room, place) in places where place.heldUntil.map({ $0 <= now }) ?? false { places[room]?.heldUntil = nil }
  }

  // MARK: - What the server says

  /// Notes what an object from the server says about where the participant stands.
  /// - Returns: whether the rooms are others now.
  mutating func note(_ object: JSONObject) -> Bool {
    guard let type = object["type"]?.string, let room = object["room"]?.string else { return false }
    let position = object["position"]?.string
    let seq = object["seq"]?.integer.flatMap { UInt64(exactly: $0) } ?? 0
    switch type {
    case _ where type == "message" || object["from"] != nil:
      guard let position, let known = places[room]?.seq, seq > known else { return false }
      places[room]?.position = position
      places[room]?.seq = seq
    case "joined": return joined(object, room, position, seq)
    case "left":
      guard places.removeValue(forKey: room) != nil else { return false }
      // There may be a place for one that was one too many.
      release(at: .distantFuture)
      return true
    case "rewind":
      if let position { places[room]?.position = position }
      places[room]?.seq = 0
    case "gap": places[room]?.seq = 0
    default: break
    }
    return false
  }

  private mutating func joined(_ object: JSONObject, _ room: String, _ position: String?, _ seq: UInt64) -> Bool {
    guard let position else { return false }
    let isNew = places[room] == nil
    // A page that is not the last is followed by another join; only then is the room polled.
    if isNew, object["more"]?.bool == true { return false }
    let partner = object["with"]?.object?["name"]?.string
    places[room] = Place(partner: partner ?? places[room]?.partner, position: position, seq: seq)
    return isNew
  }
}
