import Base
import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol

@Suite("Publishing into the history that is known")
struct RoomSyncPublishingTests {
  /// A room whose store has forgotten what lay behind 1, and has not got anything back yet: 2 and 3 are put back first.
  private func forgetful() throws -> FollowedRoom {
    var room = try #require(FollowedRoom(live: 3))
    _ = room.mayHaveMissedMessages()
    #expect(
      room.reads(.rewind(base: room.position(1)), [], head: 1, generation: 1)
        == ["tell a rewind to 1", "rewind to 1", "go live", "restore m2"])
    #expect(room.sync.state == .restoring)
    return room
  }

  @Test("says of each message which history it is meant for, and how far that has come")
  func expecting() throws {
    var room = try #require(FollowedRoom(live: 2))
    #expect(room.publishes("m3") == ["publish m3 in e.0.2.i2"])
    #expect(room.answers("m3", .success(3)) == ["answer 1: stored as 3"])
    #expect(room.hears(3) == ["append 3"])
    #expect(room.publishes("m4") == ["publish m4 in e.0.3.i3"])
    #expect(room.answers("m4", .failure(.unavailable(reason: ""))) == ["answer 2: unavailable"])
  }

  @Test("waits for the first page, but not for a hole to be filled")
  func waits() throws {
    var room = try #require(FollowedRoom())
    #expect(room.publishes("m1") == [])
    _ = room.isSubscribed()
    #expect(room.reads(.fresh, [1]).suffix(2) == ["go live", "publish m1 in e.0.1.i1"])
    _ = room.hears(5)
    #expect(room.sync.state == .resyncing)
    #expect(room.publishes("m6") == ["publish m6 in e.0.1.i1"])
  }

  @Test("reads the store when it refuses what was meant for another history, and publishes then, in order")
  func stale() throws {
    var room = try #require(FollowedRoom(live: 1))
    for id in ["m2", "m3"] { _ = room.publishes(id) }
    #expect(room.answers("m2", .failure(.stale)) == ["fetch after 1"])
    #expect(room.answers("m3", .failure(.stale)) == [])
    #expect(room.publishes("m4") == [])
    #expect(room.reads(.recovered, [], generation: 1) == ["go live"])
    #expect(room.wakes() == ["publish m2 in e.1.1.i1", "publish m3 in e.1.1.i1", "publish m4 in e.1.1.i1"])
  }

  @Test("publishes nothing new at once after a failover: others may have what this instance never got")
  func settling() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.mayHaveMissedMessages()
    #expect(room.reads(.recovered, [], generation: 1) == ["go live"])
    #expect(room.publishes("m3") == [])
    // Another instance puts back what only its people were shown.
    #expect(room.hears(2, generation: 1) == ["append 2"])
    #expect(room.waits(RoomSync.settlingSpan - .milliseconds(1)) == [])
    #expect(room.wakes() == ["publish m3 in e.1.2.i2"])
    #expect(room.publishes("m4") == ["publish m4 in e.1.2.i2"])
  }

  @Test("publishes nothing into a new history while something is under way into the old one")
  func underWay() throws {
    var room = try #require(FollowedRoom(live: 1))
    for id in ["m2", "m3"] { _ = room.publishes(id) }
    _ = room.answers("m2", .failure(.stale))
    #expect(room.reads(.recovered, [], generation: 1) == ["go live"])
    #expect(room.wakes() == [])
    #expect(room.answers("m3", .failure(.stale)) == ["publish m2 in e.1.1.i1", "publish m3 in e.1.1.i1"])
  }

  @Test("does not ask in circles a store that refuses what it tells itself")
  func refusesItself() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.publishes("m2")
    for _ in 1...2 {
      #expect(room.answers("m2", .failure(.stale)) == ["fetch after 1"])
      #expect(room.reads(.recovered, []) == ["go live", "publish m2 in e.0.1.i1"])
    }
    #expect(room.answers("m2", .failure(.stale)) == ["retry later"])
    #expect(room.waits(.milliseconds(250)) == ["fetch after 1"])
  }

  @Test("gives up what has waited too long, and nothing that is under way")
  func overdue() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.publishes("m2")
    _ = room.answers("m2", .failure(.stale))
    #expect(room.waits(.seconds(3)) == [])
    #expect(room.publishes("m3") == [])
    #expect(room.waits(.seconds(2)) == ["answer 1: unavailable"])
    #expect(room.reads(.recovered, []) == ["go live", "publish m3 in e.0.1.i1"])
    #expect(room.waits(.seconds(10)) == [])
  }

  @Test("lets no more wait than it can hold")
  func bounded() throws {
    var room = try #require(FollowedRoom())
    for number in 1...PublishQueue.limit { #expect(room.publishes("m\(number)") == []) }
    #expect(room.publishes("n") == ["answer 1025: unavailable"])
  }

  // MARK: - Putting back

  @Test("puts back what the store forgot, one by one, and publishes only then")
  func restores() throws {
    var room = try forgetful()
    #expect(room.publishes("m4") == [])
    #expect(room.answers("m2", .success(2), generation: 1) == ["restore m3"])
    #expect(room.hears(2, generation: 1) == ["append 2"])
    #expect(room.answers("m3", .success(3), generation: 1) == [])
    #expect(room.sync.state == .live)
    #expect(room.wakes() == ["publish m4 in e.1.2.i2"])
  }

  @Test("puts nothing back that another instance has put back meanwhile")
  func restoredByOthers() throws {
    var room = try forgetful()
    _ = room.publishes("m4")
    #expect(room.hears(2, generation: 1) == ["append 2"])
    #expect(room.hears(3, generation: 1) == ["append 3"])
    #expect(room.sync.state == .live)
    #expect(room.wakes() == ["publish m4 in e.1.3.i3"])
  }

  @Test("puts nothing back that its author has sent again meanwhile, however long ago")
  func sentAgain() throws {
    var room = try forgetful()
    for seq: UInt64 in [2, 3] { #expect(room.hears(seq, identity: "again\(seq)", generation: 1) == ["append \(seq)"]) }
    #expect(room.answers("m2", .failure(.unavailable(reason: "")), generation: 1) == [])
    #expect(room.waits(.seconds(1)) == [])
    #expect(room.sync.state == .live)
  }

  @Test("leaves out what can't be put back, because its id was used for something else")
  func conflict() throws {
    var room = try forgetful()
    #expect(room.answers("m2", .failure(.conflict)) == ["restore m3"])
  }

  @Test("tries again soon what could not be put back")
  func restoreFails() throws {
    var room = try forgetful()
    #expect(room.answers("m2", .failure(.unavailable(reason: ""))) == [])
    #expect(room.wakes() == ["restore m2"])
  }

  @Test("reads the store anew when that refuses what is put back, and goes on with what is lost since")
  func restoreRefused() throws {
    var room = try forgetful()
    #expect(room.answers("m2", .failure(.stale)) == ["fetch after 1"])
    #expect(room.sync.state == .resyncing)
    #expect(
      room.reads(.reset, [], head: 0, epoch: "f")
        == ["tell a gap from 1 to 1: reset", "restart after 0", "go live", "restore m1"])
    #expect(room.answers("m1", .success(1)) == ["restore m2"])
  }

  @Test("puts back what was acknowledged and never arrived")
  func unconfirmed() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.publishes("m2")
    _ = room.answers("m2", .success(2))
    _ = room.mayHaveMissedMessages()
    #expect(
      room.reads(.rewind(base: room.position(1)), [], head: 1, generation: 1).suffix(2) == ["go live", "restore m2"])
  }

  @Test("leaves the start to those who have what lay before a message that was acknowledged here alone")
  func unconfirmedBehindAGap() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.publishes("m3")
    _ = room.answers("m3", .success(3))
    _ = room.mayHaveMissedMessages()
    #expect(room.reads(.rewind(base: room.position(1)), [], head: 1, generation: 1).last == "go live")
    #expect(room.hears(2, generation: 1) == ["append 2"])
    #expect(room.wakes() == [])
    #expect(room.waits(RestoreQueue.restoreDelay) == ["restore m3"])
  }

  @Test("puts back what was acknowledged when another message lies in its place")
  func displaced() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.publishes("q77")
    _ = room.answers("q77", .success(2))
    _ = room.mayHaveMissedMessages()
    #expect(room.reads(.recovered, [2, 3]) == ["append 2", "append 3", "go live", "restore q77"])
  }

  @Test("leaves the start to an instance that has more, until nothing comes from there")
  func incomplete() throws {
    var configuration = HubConfiguration()
    configuration.logMessages = 2
    configuration.firstRead = 2
    var room = try #require(FollowedRoom(configuration))
    _ = room.isSubscribed()
    _ = room.reads(.fresh, [8, 9])
    _ = room.mayHaveMissedMessages()
    #expect(room.reads(.reset, [], head: 0, epoch: "f").last == "go live")
    #expect(room.sync.state == .restoring)
    #expect(room.waits(.milliseconds(1_900)) == [])
    // Another instance is at it: it is left to go on.
    #expect(room.hears(1, identity: "i7", epoch: "f") == ["append 1"])
    #expect(room.waits(.milliseconds(900)) == [])
    #expect(room.waits(.milliseconds(100)) == ["restore m8"])
  }

  @Test("goes on at the next tick where another instance has got to what is here")
  func takesOver() throws {
    var configuration = HubConfiguration()
    configuration.firstRead = 3
    var room = try #require(FollowedRoom(configuration))
    _ = room.isSubscribed()
    _ = room.reads(.fresh, [7, 8, 9])
    _ = room.mayHaveMissedMessages()
    _ = room.reads(.reset, [], head: 0, epoch: "f")
    #expect(room.hears(1, identity: "i7", epoch: "f") == ["append 1"])
    #expect(room.waits(.zero) == ["restore m8"])
  }

  // MARK: - What an author has seen

  @Test("lets an author wait for what the author has seen elsewhere, and no others")
  func authorWaits() throws {
    var room = try forgetful()
    _ = room.answers("m2", .success(2), generation: 1)
    _ = room.answers("m3", .success(3), generation: 1)
    _ = room.wakes()
    room.meets("ann", whoHasSeen: 7)
    #expect(room.publishes("a", by: "ann") == [])
    #expect(room.publishes("b", by: "bob") == ["publish b in e.1.1.i1"])
    for seq in 2...6 { _ = room.hears(UInt64(seq), generation: 1) }
    #expect(room.hears(7, generation: 1) == ["append 7", "publish a in e.1.7.i7"])
  }

  @Test("does not let an author wait for ever, nor long after the failover, nor for what is put back here")
  func authorWaitsNotForEver() throws {
    var room = try forgetful()
    room.meets("ann", whoHasSeen: 3)
    _ = room.answers("m2", .success(2), generation: 1)
    _ = room.answers("m3", .success(3), generation: 1)
    _ = room.wakes()
    #expect(room.publishes("a", by: "ann") == ["publish a in e.1.1.i1"])
    room.meets("bob", whoHasSeen: 7)
    #expect(room.publishes("b", by: "bob") == [])
    #expect(room.waits(.seconds(2)) == ["publish b in e.1.1.i1"])
    _ = room.waits(.seconds(8))
    room.meets("cid", whoHasSeen: 7)
    #expect(room.publishes("c", by: "cid") == ["publish c in e.1.1.i1"])
  }
}
