import Base
import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol

@Suite("Following a room")
struct RoomSyncTests {
  // MARK: - Starting

  @Test("begins with the subscription, reads then, and holds meanwhile what is broadcast")
  func starts() throws {
    var room = try #require(FollowedRoom())
    #expect(room.starts() == ["subscribe"])
    #expect(room.isSubscribed() == ["fetch the latest"])
    #expect(room.hears(3) == [])
    #expect(room.hears(4) == [])
    #expect(
      room.reads(.fresh, [1, 2, 3])
        == ["restart after 0", "append 1", "append 2", "append 3", "drop a duplicate", "append 4", "go live"])
    #expect(room.sync.state == .live && room.seqs == [1, 2, 3, 4])
  }

  @Test("reads on when what was broadcast lies beyond the first page")
  func startsBehind() throws {
    var room = try #require(FollowedRoom())
    _ = room.isSubscribed()
    _ = room.hears(5)
    #expect(room.reads(.fresh, [1, 2]) == ["restart after 0", "append 1", "append 2", "fetch after 2"])
    #expect(room.sync.state == .resyncing)
    #expect(room.reads(.recovered, [3, 4]) == ["append 3", "append 4", "append 5", "go live"])
  }

  @Test("is given up when it can't be subscribed to or read, and whoever wanted to publish is told")
  func abandoned() throws {
    var room = try #require(FollowedRoom())
    #expect(room.publishes("m1") == [])
    #expect(room.isNotSubscribed() == ["abandon", "answer 1: full"])
    #expect(room.sync.state == .abandoned(.full))
    #expect(room.publishes("m2") == ["answer 2: full"])

    var unread = try #require(FollowedRoom())
    _ = unread.isSubscribed()
    #expect(unread.readsNothing() == ["abandon"])
  }

  // MARK: - Following

  @Test("appends what follows, and drops what is there already")
  func follows() throws {
    var room = try #require(FollowedRoom(live: 2))
    #expect(room.hears(3) == ["append 3"])
    #expect(room.hears(3) == ["drop a duplicate"])
    #expect(room.hears(1, identity: "whatever") == ["drop a duplicate"])
    #expect(room.sync.state == .live)
  }

  @Test("reads a hole before it appends anything later, once")
  func hole() throws {
    var room = try #require(FollowedRoom(live: 2))
    #expect(room.hears(5) == ["fetch after 2"])
    #expect(room.sync.state == .resyncing)
    #expect(room.hears(6) == [])
    #expect(room.mayHaveMissedMessages() == [])
    #expect(
      room.reads(.recovered, [3, 4, 5]) == [
        "append 3", "append 4", "append 5", "drop a duplicate", "append 6", "go live",
      ])
    #expect(room.sync.state == .live && room.sync.pendingBroadcasts.isEmpty)
  }

  @Test("reads page after page, and holds what was broadcast until the last")
  func pages() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.hears(5)
    #expect(room.reads(.recovered, [2, 3], head: 5, hasMore: true) == ["append 2", "append 3", "fetch after 3"])
    #expect(room.reads(.recovered, [4]) == ["append 4", "append 5", "go live"])
  }

  @Test("leaves to the store what is more than it can hold")
  func bounded() throws {
    var room = try #require(FollowedRoom(live: 1))
    for seq in 3...1_026 { _ = room.hears(UInt64(seq)) }
    #expect(room.hears(1_027) == ["leave one to the store"])
    #expect(room.reads(.recovered, [2]).last == "go live")
    #expect(room.hears(1_027) == ["append 1027"])
  }

  @Test("takes another message at its own place for another history, and asks the store")
  func otherIdentity() throws {
    var room = try #require(FollowedRoom(live: 2))
    #expect(room.hears(2, identity: "other") == ["fetch after 2"])
    #expect(
      room.reads(.reset, [1, 2, 3], epoch: "e")
        == [
          "tell a gap from 2 to 1: reset", "restart after 0", "append 1", "append 2", "append 3", "drop a duplicate",
          "go live",
        ])
  }

  @Test("asks the store about a message of another epoch or generation, whatever its seq", arguments: [1, 3, 9])
  func otherHistoryWhileLive(seq: UInt64) throws {
    for (epoch, generation) in [("f", 0), ("e", 7)] as [(String, UInt32)] {
      var room = try #require(FollowedRoom(live: 2))
      #expect(room.hears(seq, epoch: epoch, generation: generation) == ["fetch after 2"])
      #expect(room.sync.state == .resyncing)
    }
  }

  @Test("leaves held messages of a newer history to the store, and reads on until it has them")
  func heldOfANewerHistory() throws {
    var room = try #require(FollowedRoom(live: 2))
    _ = room.hears(4)
    _ = room.hears(3, epoch: "f")
    #expect(room.reads(.recovered, [3]) == ["append 3", "append 4", "leave one to the store", "fetch after 4"])
    #expect(room.sync.pendingBroadcasts.isEmpty)
  }

  @Test("drops held messages of the former epoch")
  func heldOfTheFormerEpoch() throws {
    var room = try #require(FollowedRoom(live: 2))
    _ = room.hears(4)
    // Its author has sent the first one again.
    _ = room.hears(1, identity: "x", epoch: "f")
    #expect(
      room.reads(.reset, [], head: 0, epoch: "f")
        == [
          "tell a gap from 2 to 1: reset", "restart after 0", "drop a duplicate", "append 1", "go live", "restore m2",
        ])
    #expect(room.sync.state == .restoring)
  }

  @Test("drops held messages of a former generation, whatever their seq")
  func heldOfAFormerGeneration() throws {
    var room = try #require(FollowedRoom(live: 2))
    _ = room.hears(4)
    let base = room.position(2)
    #expect(
      room.reads(.rewind(base: base), [3], generation: 1)
        == ["tell a rewind to 2", "rewind to 2", "append 3", "drop a duplicate", "go live"])
  }

  // MARK: - Reading again

  @Test("tries again in growing pauses while nothing can be read, and at once when the store is back")
  func retries() throws {
    var room = try #require(FollowedRoom(live: 1))
    #expect(room.mayHaveMissedMessages() == ["fetch after 1"])
    for pause in [250, 500, 1_000, 2_000, 2_000] {
      #expect(room.readsNothing() == ["retry later"])
      #expect(room.waits(.milliseconds(pause - 1)) == [])
      #expect(room.waits(.milliseconds(1)) == ["fetch after 1"])
    }
    _ = room.readsNothing()
    #expect(room.mayHaveMissedMessages() == ["fetch after 1"])
    #expect(room.reads(.recovered, []) == ["go live"])
    #expect(room.waits(.seconds(3)) == [])
  }

  @Test("does not read in circles from a store that has not what it broadcast")
  func disorder() throws {
    var room = try #require(FollowedRoom(live: 1))
    _ = room.hears(3)
    #expect(room.reads(.recovered, []) == ["retry later"])
    #expect(room.waits(.milliseconds(250)) == ["fetch after 1"])
  }

  @Test("looks at the store when it has heard nothing for a while")
  func quiet() throws {
    var room = try #require(FollowedRoom(live: 1))
    #expect(room.waits(.seconds(14)) == [])
    _ = room.hears(2)
    #expect(room.waits(.seconds(14)) == [])
    #expect(room.waits(.seconds(1)) == ["fetch after 2"])
    #expect(room.waits(.seconds(60)) == [])
  }

  @Test("says what has been trimmed, and goes on behind it")
  func trimmed() throws {
    var room = try #require(FollowedRoom(live: 2))
    _ = room.hears(9)
    #expect(
      room.reads(.gap, [8, 9])
        == [
          "tell a gap from 2 to 8: trimmed", "restart after 7", "append 8", "append 9", "drop a duplicate", "go live",
        ])
    #expect(room.seqs == [8, 9])
  }

  @Test("takes a page that names another generation for a failover, though nothing was lost")
  func pageOfAnotherGeneration() throws {
    var room = try #require(FollowedRoom(live: 2))
    let before = room.sync.lineage
    _ = room.mayHaveMissedMessages()
    #expect(room.reads(.recovered, [], generation: 4) == ["go live"])
    #expect(room.sync.lineage == before + 1 && room.sync.knownPosition.generation == 4)
    #expect(room.sync.position.generation == 0)
    #expect(room.publishes("m3") == [])
    #expect(room.wakes() == ["publish m3 in e.4.2.i2"])
    #expect(room.hears(3, generation: 4) == ["append 3"])
  }
}
