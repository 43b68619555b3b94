import Testing

@testable import ChatProtocol

@Suite("The rooms that a token is for")
struct RoomScopeTests {
  private let scope = RoomScope(["news": .read, "team-*": .write, "team-x*": .read, "team-xy": .write, "@": .read])

  @Test(
    "are those of a name, else of the longest beginning",
    arguments: [
      ("news", .read), ("newsroom", nil), ("team-", .write), ("team-a", .write), ("team-x", .read), ("team-xyz", .read),
      ("team-xy", .write), ("team", nil), ("lobby", nil), ("@a.b", .read),
    ] as [(String, RoomScope.Right?)])
  func right(room: String, right: RoomScope.Right?) throws {
    #expect(scope.right(in: try #require(RoomName(stored: room))) == right)
    #expect(RoomScope(stored: scope.stored) == scope)
  }

  @Test func `are all, but for direct ones, by a star alone; none by nothing`() throws {
    let (room, direct) = (try #require(RoomName("any")), try #require(RoomName(stored: "@a.b")))
    let (all, none) = (RoomScope(["*": .write]), RoomScope([:]))
    #expect(all.right(in: room) == .write && all.right(in: direct) == nil && none.right(in: room) == nil)
    #expect(RoomScope(stored: all.stored) == all && RoomScope(stored: none.stored) == none && !none.stored.isEmpty)
  }

  @Test func `of a right that a later version gave are none, whatever a shorter beginning says`() throws {
    let scope = RoomScope(stored: "*:rw news:all a:b:rw later team-*:w team-a:r")
    #expect(RoomScope(stored: scope.stored) == scope)
    for (name, right) in [
      ("news", nil), ("a", nil), ("later", nil), ("team-b", nil), ("team-a", .read), ("tea", .write),
    ] as [(String, RoomScope.Right?)] {
      #expect(scope.right(in: try #require(RoomName(name))) == right, "\(name)")
    }
  }

  @Test func `are named by what can be a room's name, or its beginning`() {
    for text in ["a", "a*", "*", "@", "team-*", String(repeating: "a", count: 64)] {
      #expect(RoomScope.isPattern(text))
    }
    for text in ["", "A", "a b", "**", "a*b", "*a", "@a.b", "@*", "a:r", String(repeating: "a", count: 65)] {
      #expect(!RoomScope.isPattern(text), "\(text)")
    }
  }
}
