import ChatProtocol
import JSON

/// What of a room's archive can be read back, and where in the files it lies: the room's present order, as far back as nothing is
/// missing in it. What was deleted in a hole isn't known, so that what lies before one is not read back; nor is what lies before a
/// change of how long the room's messages are kept, as people may have been promised that it is forgotten.
struct ArchiveIndex {
  /// Where a line begins: its segment, and the byte in it.
  struct Place: Equatable {
    let segment: Int
    let offset: Int
  }

  /// By what a message is known, wherever it lies.
  private struct Name: Hashable {
    let author: String
    let id: String

    init?(_ author: JSONValue?, _ id: JSONValue?) {
      guard let author = author?.string, let id = id?.string else { return nil }
      (self.author, self.id) = (author, id)
    }
  }

  /// A place is kept for each so many lines.
  private static let step: UInt64 = 64

  /// Of the order that is read back; `nil` before there is one.
  private(set) var epoch: String?
  /// The seqs of the first line that can be read back, and of the last one.
  private(set) var first: UInt64 = 0
  private(set) var last: UInt64 = 0
  /// The first line behind a hole, where that is what hides what lies before it: its seq, and its time.
  private(set) var hole: (seq: UInt64, time: Int64)?
  /// Behind the last line.
  private(set) var end = Place(segment: 1, offset: 0)
  private var places: [(seq: UInt64, place: Place)] = []
  private var deleted: Set<Name> = []
  /// The seqs of each message's edits.
  private var edits: [Name: [UInt64]] = [:]

  // MARK: - Lines that are written

  /// - Parameter lines: whole ones, as they lie in the segment from an offset on.
  mutating func take(_ lines: [UInt8], in segment: Int, at offset: Int) {
    var start = 0
    while start < lines.count, let end = lines[start...].firstIndex(of: UInt8(ascii: "\n")) {
      take(lines[start..<end], at: Place(segment: segment, offset: offset + start))
      start = end + 1
      self.end = Place(segment: segment, offset: offset + start)
    }
  }

  private mutating func take(_ json: ArraySlice<UInt8>, at place: Place) {
    guard let object = try? JSONParser.parseObject(Array(json)), let line = ArchiveLine(object) else {
      return epoch = nil
    }
    switch line {
    case .gap: break
    case .rewind(let position): rewind(to: position)
    case .event(let position, _):
      let isBehindHole = position.epoch == epoch && position.seq != last + 1
      if object["set"]?.object?["retain"] != nil || position.epoch != epoch {
        begin(at: position)
      } else if isBehindHole {
        begin(at: position)
        hole = (position.seq, object["time"]?.integer ?? 0)
      }
      last = position.seq
      if places.last.map({ $0.place.segment != place.segment || last - $0.seq >= Self.step }) ?? true {
        places.append((last, place))
      }
      note(object, at: last)
    }
  }

  private mutating func begin(at position: Position) {
    (epoch, first, hole) = (position.epoch, position.seq, nil)
    (places, edits) = ([], [:])
  }

  /// What is behind the position does not count any more. The next line is another one at a seq that was there: it gets a place.
  private mutating func rewind(to position: Position) {
    guard position.epoch == epoch, position.seq < last else { return }
    guard position.seq >= first else { return epoch = nil }
    last = position.seq
    places.removeAll { $0.seq > last }
    edits = edits.mapValues { $0.filter { $0 <= last } }
    places.append((last + 1, end))
  }

  private mutating func note(_ object: JSONObject, at seq: UInt64) {
    let target = object["target"]?.object
    guard let name = Name(target?["from"], target?["id"]) else { return }
    switch object["type"]?.string {
    case "delete": deleted.insert(name)
    case "edit": edits[name, default: []].append(seq)
    default: break
    }
  }

  // MARK: - Reading back

  /// Between which places the lines of these seqs lie, with others around them.
  func places(of seqs: Range<UInt64>) -> Range<Place>? {
    guard let first = places.lastIndex(where: { $0.seq <= seqs.lowerBound }) else { return nil }
    let behind = places[first...].first { $0.seq >= seqs.upperBound }?.place ?? end
    return places[first].place < behind ? places[first].place..<behind : nil
  }

  /// An event as it is told by now: without the text of what was deleted or edited again.
  func told(_ object: JSONObject) -> JSONObject {
    isBlank(object) ? object.blank : object
  }

  private func isBlank(_ object: JSONObject) -> Bool {
    switch object["type"]?.string {
    case "message": return Name(object["from"]?.object?["id"], object["id"]).map(deleted.contains) ?? true
    case "edit":
      let target = object["target"]?.object
      guard let name = Name(target?["from"], target?["id"]) else { return true }
      return deleted.contains(name) || edits[name]?.last != object["seq"]?.integer.flatMap { UInt64(exactly: $0) }
    default: return false
    }
  }
}

extension ArchiveIndex.Place: Comparable {
  static func < (one: Self, other: Self) -> Bool {
    (one.segment, one.offset) < (other.segment, other.offset)
  }
}

extension JSONObject {
  /// A message or an edit of which only its place is left.
  fileprivate var blank: JSONObject {
    var blank = JSONObject()
    for member in members where member.name != "data" {
      blank.append(member.name, member.name == "text" ? .string("") : member.value)
    }
    return blank
  }
}
