import Base
import ChatProtocol
import Testing

@testable import tchatter_bots

@Suite struct AttendanceTests {
  private let ann = User(id: "a", name: "Ann", kind: .user)
  private let bob = User(id: "b", name: "Bob", kind: .user)

  private func at(_ seconds: Int) -> Instant { Instant.distantPast + .seconds(1_000 + seconds) }
  private func came(_ user: User, _ count: Int) -> Attendance.Change { .init(kind: .came, user: user, count: count) }
  private func went(_ user: User, _ count: Int) -> Attendance.Change { .init(kind: .went, user: user, count: count) }

  /// Changed within expectations, which a value can't be.
  private final class Room {
    var attendance: Attendance

    init(_ attendance: Attendance) { self.attendance = attendance }

    var present: [String: User] { attendance.present }
    func came(_ user: User) -> Attendance.Change? { attendance.came(user) }
    func went(_ user: User, at now: Instant) { attendance.went(user, at: now) }
    func list(_ users: [User], at now: Instant) -> [Attendance.Change] { attendance.list(users, at: now) }
    func gone(at now: Instant) -> [Attendance.Change] { attendance.gone(at: now) }
    func wantsList(at now: Instant) -> Bool { attendance.wantsList(at: now) }
  }

  private func room(_ present: [String: User] = [:]) -> Room {
    let room = Room(Attendance(present, absence: .seconds(30)))
    room.attendance.begin(at: at(0))
    return room
  }

  @Test func `who comes is told once and at once, who goes after a while`() {
    let room = room()
    #expect(room.came(ann) == came(ann, 1))
    #expect(room.came(ann) == nil)
    #expect(room.came(bob) == came(bob, 2))
    room.went(ann, at: at(1))
    #expect(room.gone(at: at(30)) == [])
    #expect(room.gone(at: at(31)) == [went(ann, 1)])
    #expect(room.gone(at: at(99)) == [])
    #expect(room.came(ann) == came(ann, 2))
  }

  @Test func `who is back before the time is over has not gone`() {
    let room = room(["a": ann])
    room.went(ann, at: at(1))
    #expect(room.came(ann) == nil)
    room.went(ann, at: at(20))
    #expect(room.gone(at: at(49)) == [])
    #expect(room.list([ann], at: at(49)) == [])
    #expect(room.gone(at: at(99)) == [])
  }

  @Test func `a list tells who came and goes unseen, after a restart as well`() {
    let room = room(["a": ann])
    #expect(room.list([bob], at: at(5)) == [came(bob, 2)])
    #expect(room.gone(at: at(35)) == [went(ann, 1)])
    #expect(room.present == ["b": bob])
  }

  @Test func `a list that may be cut off, or is late, says nothing`() {
    let room = room(["a": ann])
    let many = (0..<Attendance.longestList).map { User(id: "u\($0)", name: "U\($0)", kind: .user) }
    #expect(room.list(many, at: at(5)) == [])
    room.attendance.end()
    #expect(room.list([bob], at: at(6)) == [])
    #expect(room.gone(at: at(99)) == [])
    #expect(room.present == ["a": ann])
  }

  @Test func `who is there is asked for as it is joined, each half minute, and soon after a change of the number alone`() {
    let room = room()
    #expect(room.wantsList(at: at(0)))
    #expect(!room.wantsList(at: at(29)))
    #expect(room.wantsList(at: at(30)))
    room.attendance.countChanged()
    #expect(!room.wantsList(at: at(39)))
    #expect(room.wantsList(at: at(40)))
    room.attendance.end()
    room.attendance.countChanged()
    #expect(!room.wantsList(at: at(500)))
    room.attendance.begin(at: at(500))
    #expect(room.wantsList(at: at(500)))
  }

  @Test func `programs do not count, and nobody goes who was not told`() {
    let room = room()
    #expect(room.came(User(id: "h", name: "Hook", kind: .bot)) == nil)
    room.went(bob, at: at(0))
    #expect(room.gone(at: at(99)) == [])
  }
}
