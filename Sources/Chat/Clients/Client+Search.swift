import Base
import Broker
import ChatProtocol
import JSON

// Searching what is stored of a room, backwards, a part with each request.
extension Client {
  /// Of a part: entries of the room, and bytes, as they are stored and as they are compared. So a request takes the instance
  /// about half a millisecond.
  static let searchedMessages = 128
  static let searchedBytes = 32_768

  func search(for text: String, in room: String, before seq: UInt64, limit: Int?, id: String?) {
    let pattern: SearchPattern
    do { pattern = try SearchPattern(text) } catch { return refuse(error, id: id) }
    let limit = max(1, min(limit ?? hub.configuration.historyDefault, hub.configuration.historyLimit))
    address(room, id: id) { address in
      self.read(of: address.room, among: self.hub.searches, id: id) { policy, ended in
        let call = ReadHistory(
          of: address.room, .before(seq: seq), limit: Self.searchedMessages, bytes: Self.searchedBytes,
          tellsEdited: true)
        self.hub.readHistory(call, policy) { result in
          switch result {
          case .success(let page):
            let results = SearchResults(
              of: pattern, in: page, of: address.room, limit: limit, bytes: self.transport.spareBytes,
              folded: Self.searchedBytes)
            ended(
              Price.search(messages: page.messages.count, bytes: page.byteCount, foldedBytes: results.foldedBytes))
            self.tell(results, of: address.room, epoch: page.epoch, id: id)
          case .failure(let failure):
            ended(Price.search(messages: 0, bytes: 0, foldedBytes: 0))
            self.refuse(Refusal(failure), id: id)
          }
        }
      }
    }
  }

  private func tell(_ results: SearchResults, of room: RoomName, epoch: String, id: String?) {
    answer("found", id: id) { writer in
      writer.member("room", room.text)
      writer.member("messages", array: { array in for event in results.events { array.raw(event) } })
      writer.member("looked", results.looked)
      guard let last = results.last else { return }
      writer.member("time", last.time)
      if results.hasMore { writer.member("before", Position(of: last, epoch: epoch).text) }
    }
  }
}
