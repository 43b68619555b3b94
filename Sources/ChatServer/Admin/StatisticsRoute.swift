import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/statistics`: what the store has, in pages. `tchatter statistics` speaks to it.
struct StatisticsRoute {
  let hub: Hub
  /// Pages of the store's keys that are looked through for an answer about rooms alone, until there are so many: most keys are none of
  /// a room.
  private static let (pages, rooms) = (8, 256)

  /// How many messages this instance has the store keep of a room.
  let backlog: Int

  func add(to router: inout Router) {
    router.on("GET", "/admin/statistics") { tell($0) }
  }

  /// `?cursor=…`, as the page before told it as `next`; the last page has none. With `only=rooms` nothing else is counted.
  private func tell(_ exchange: Exchange) {
    let (cursor, isOfRooms): (UInt64, Bool)
    do throws(Refusal) {
      let query = try QueryParameters(exchange, known: ["cursor", "only"])
      guard [nil, "rooms"].contains(query["only"]) else { throw Refusal(.badRequest, "only must be rooms.") }
      (cursor, isOfRooms) = (try query.cursor(), query["only"] != nil)
    } catch {
      return exchange.answer(.refusal(error))
    }
    survey(from: cursor, ofRooms: isOfRooms, pages: isOfRooms ? Self.pages : 1, before: []) { result in
      switch result {
      case .success(let survey): exchange.answer(.json(200, JSONWriter.object { write(survey, to: &$0) }))
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }

  /// Between two pages the store does what others want.
  private func survey(
    from cursor: UInt64, ofRooms isOfRooms: Bool, pages: Int, before rooms: [SurveyedRoom],
    completion: @escaping SurveyStore.Completion
  ) {
    hub.broker.perform(SurveyStore(from: cursor, ofRooms: isOfRooms)) { result in
      guard case .success(let page) = result else { return completion(result) }
      let found = rooms + page.rooms
      guard page.next != 0, pages > 1, found.count < Self.rooms else {
        return completion(.success(StoreSurvey(next: page.next, keys: page.keys, kinds: page.kinds, rooms: found)))
      }
      survey(from: page.next, ofRooms: isOfRooms, pages: pages - 1, before: found, completion: completion)
    }
  }

  private func write(_ survey: StoreSurvey, to writer: inout JSONWriter) {
    writer.member("time", hub.time.wallClock)
    writer.member("backlog", backlog)
    writer.member("keys", survey.keys)
    writer.member("kinds", array: { array in for kind in survey.kinds { array.object { $0.kind(kind) } } })
    writer.member("rooms", array: { array in for room in survey.rooms { array.object { $0.surveyed(room) } } })
    if survey.next != 0 { writer.member("next", "\(survey.next)") }
  }
}

extension JSONWriter {
  fileprivate mutating func kind(_ kind: StoredKind) {
    member("kind", kind.name)
    member("count", kind.count)
    member("keys", kind.keys)
    member("lasting", kind.lasting)
    member("bytes", kind.bytes)
  }

  fileprivate mutating func surveyed(_ room: SurveyedRoom) {
    member("room", room.room.text)
    member("epoch", room.epoch)
    member("seq", room.seq)
    member("identity", room.identity)
    member("stored", room.stored)
    member("erased", room.erased)
    member("policy", room.policy)
    member("used", room.lastUse)
    member("people", room.people)
    member("followers", room.followers)
    member("bytes", room.bytes)
    member("ends", room.ends)
    member("due", room.due)
  }
}
