import ChatProtocol
import JSON

// Changes go through a room like messages; a deletion moreover takes back what the room still holds.
extension Room {
  /// A deleted message leaves no text here, nor do its edits: neither for those who join, nor to be put back.
  func applyDeletion(_ body: [UInt8]) {
    guard let change = try? JSONParser.parseObject(body), change["type"]?.string == "delete",
      let seq = change["of"]?.integer.flatMap({ UInt64(exactly: $0) }), let target = change["target"]?.object,
      let author = target["from"]?.string, let id = target["id"]?.string
    else { return }
    // Members are written in one way only, so that bytes can be compared.
    let message = JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("from", object: { $0.member("id", author) })
    }.dropFirst().dropLast(2)
    let reference = JSONWriter.object { writer in
      writer.member(
        "target",
        object: { target in
          target.member("from", author)
          target.member("id", id)
        })
    }.dropFirst().dropLast()
    log.erase(from: max(seq, log.firstSeq)) { place, object in
      if place == seq { return !MessageEvent.isChange(object) && object.firstRange(of: message) != nil }
      return MessageEvent.isChange(object) && object.firstRange(of: reference) != nil
    }
  }

  /// A message's event, if it is among those that are held here for sure.
  func event(at seq: UInt64) -> [UInt8]? {
    guard sync.isLive, seq >= log.firstSeq, seq <= log.position.seq else { return nil }
    return log.objects(from: seq, through: seq).first.map { Array($0.bytes) }
  }
}
