import Base
import ChatClient
import ChatProtocol
import Testing

@testable import tchatter_bots

@Suite struct RoomPeopleTests {
  private let ann = User(id: "a", name: "Ann", kind: .user)
  private let bob = User(id: "b", name: "Bob", kind: .user)
  private let relay = User(id: "r", name: "Relay", kind: .user)

  private func at(_ seconds: Int) -> Instant { Instant.distantPast + .seconds(1_000 + seconds) }
  private func came(_ user: User, _ count: Int) -> RoomPeople.Change { .init(kind: .came, user: user, count: count) }
  private func went(_ user: User, _ count: Int) -> RoomPeople.Change { .init(kind: .went, user: user, count: count) }

  /// Changed within expectations, which a value can't be.
  private final class Room {
    var people: RoomPeople

    init(_ people: RoomPeople) { self.people = people }

    func came(_ user: User) -> RoomPeople.Change? { people.came(user) }
    func wantsList(at now: Instant) -> Bool { people.wantsList(at: now) }
    /// Asks who is there and is told; `nil` where it is not time for that.
    func list(_ users: User..., others: Int = 0, most: Int = .max, at now: Instant) -> [RoomPeople.Change]? {
      guard people.wantsList(at: now) else { return nil }
      let list = MemberList(users: users, count: users.count + others)
      return people.take(list, besides: "r", most: most)
    }
  }

  private func room(_ present: [String: User] = [:]) -> Room {
    let room = Room(RoomPeople(present, absence: .seconds(30)))
    room.people.begin(at: at(0))
    return room
  }

  @Test func `who comes is told once and at once, who goes after a while`() {
    let room = room()
    #expect(room.came(ann) == came(ann, 1))
    #expect(room.came(ann) == nil)
    #expect(room.list(ann, bob, relay, at: at(0)) == [came(bob, 2)])
    room.people.went(ann, at: at(1))
    #expect(room.list(bob, at: at(30)) == [])
    #expect(room.list(bob, at: at(35)) == [went(ann, 1)])
    #expect(room.list(bob, at: at(99)) == [])
    #expect(room.came(ann) == came(ann, 2))
  }

  @Test func `who is back before the time is over has not gone, whatever was not heard`() {
    let room = room(["a": ann])
    _ = room.list(ann, at: at(0))
    room.people.went(ann, at: at(1))
    #expect(room.came(ann) == nil)
    room.people.went(ann, at: at(20))
    // That they came back was dropped.
    #expect(room.list(ann, at: at(50)) == [])
    #expect(room.list(ann, at: at(80)) == [])
  }

  @Test func `a list tells who came and goes unseen, after a restart as well`() {
    let room = room(["a": ann])
    #expect(room.list(bob, at: at(5)) == [came(bob, 2)])
    #expect(room.list(bob, at: at(35)) == [went(ann, 1)])
    #expect(room.people.present == ["b": bob])
  }

  @Test func `of a list no more is taken than there is room for, the rest by the next one`() {
    let room = room(["a": ann])
    #expect(room.list(ann, bob, relay, most: 0, at: at(0)) == [])
    #expect(room.list(ann, bob, relay, most: 1, at: at(30)) == [came(bob, 2)])
    #expect(room.list(most: 1, at: at(60)) == [])
    #expect(room.list(most: 1, at: at(90)) == [went(ann, 1)])
    #expect(room.list(most: 1, at: at(120)) == [went(bob, 0)])
  }

  @Test func `a list that lags makes nobody go`() {
    let room = room()
    #expect(room.wantsList(at: at(0)))
    #expect(room.came(ann) == came(ann, 1))
    #expect(room.people.take(MemberList(users: [], count: 0), besides: "r", most: .max) == [])
    #expect(room.list(ann, at: at(30)) == [])
    #expect(room.list(ann, at: at(60)) == [])
  }

  @Test func `a list that is not whole, or late, says nothing`() {
    let room = room(["a": ann])
    for second in [0, 30, 60, 90] { #expect(room.list(bob, relay, others: 1, at: at(second)) == []) }
    room.people.end()
    #expect(room.people.take(MemberList(users: [bob], count: 1), besides: "r", most: .max) == [])
    #expect(room.people.present == ["a": ann])
  }

  @Test func `who is there is asked for at first, each half minute, and soon after a change of the number alone`() {
    let room = room()
    #expect(room.wantsList(at: at(0)))
    #expect(!room.wantsList(at: at(29)))
    #expect(room.wantsList(at: at(30)))
    room.people.countChanged()
    #expect(!room.wantsList(at: at(34)))
    #expect(room.wantsList(at: at(35)))
    room.people.end()
    room.people.countChanged()
    #expect(!room.wantsList(at: at(500)))
    room.people.begin(at: at(500))
    #expect(room.wantsList(at: at(500)))
  }

  @Test func `programs do not count, and nobody goes who was not told`() {
    let room = room()
    #expect(room.came(User(id: "h", name: "Hook", kind: .bot)) == nil)
    room.people.went(bob, at: at(0))
    #expect(room.list(relay, at: at(0)) == [])
    #expect(room.list(relay, at: at(60)) == [])
  }
}
