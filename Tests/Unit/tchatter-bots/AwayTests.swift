import Base
import ChatClient
import ChatProtocol
import JSON
import Testing

@testable import tchatter_bots

@Suite struct AwayTests {
  private let ann = User(id: "a", name: "Ann", kind: .user)
  private let lee = User(id: "l", name: "Ann Lee", kind: .user)
  private let bob = User(id: "b", name: "Bob", kind: .user)

  private func known(_ users: User...) -> KnownPeople {
    var known = KnownPeople()
    for user in users { known.hear(of: user) }
    return known
  }

  private func mention(_ seq: UInt64, heard: Int64) -> AwayMention {
    AwayMention(seq: seq, position: "e.0.\(seq).i\(seq)", time: 1, id: "m\(seq)", from: bob, heard: heard)
  }

  private func message(_ text: String, by author: User, answering id: User.ID? = nil) throws -> JSONObject {
    let bytes = JSONWriter.object { writer in
      writer.member("type", "message")
      writer.member("seq", 7)
      writer.member("position", "e.0.7.i7")
      writer.member("time", 5)
      writer.member("id", "m7")
      writer.member("from", object: { $0.user(author) })
      writer.member("text", text)
      guard let id else { return }
      writer.member(
        "reply",
        object: { reply in
          reply.member("seq", 1)
          reply.member("from", id)
          reply.member("id", "m1")
        })
    }
    return try JSONParser.parseObject(bytes)
  }

  @Test(arguments: [
    ("@Ann hello", ["a"]), ("@ann lee, and @BOB", ["l", "b"]), ("Ann", []), ("`@Ann`", []), ("@Eve", []),
    ("@Ann @Ann", ["a"]), ("me@Ann", []),
  ])
  func `a text means whom the chat finds mentioned in it`(_ text: String, _ ids: [User.ID]) throws {
    let eve = User(id: "e", name: "Somebody", kind: .user)
    #expect(known(ann, lee, bob).meant(by: try message(text, by: eve)) == Set(ids))
  }

  @Test func `who is answered is meant as well, and nobody by themselves`() throws {
    let known = known(ann, bob)
    #expect(known.meant(by: try message("yes", by: bob, answering: "a")) == ["a"])
    #expect(known.meant(by: try message("@Ann", by: ann, answering: "a")) == [])
    #expect(known.meant(by: try message("yes", by: bob, answering: "nobody")) == [])
  }

  @Test func `a name means who had it last, and no program`() {
    var known = known(ann)
    let new = User(id: "n", name: "ANN", kind: .user)
    #expect(known.isNews(new) && !known.isNews(ann))
    known.hear(of: new)
    #expect(known.user(named: "ann")?.id == "n")
    let program = User(id: "p", name: "Bob", kind: .bot)
    known.hear(of: program)
    #expect(!known.isNews(program) && known.user(named: "bob") == nil)
    #expect(known.isNews(ann))
    known.hear(of: ann)
    #expect(!known.isNews(ann) && known.user(named: "ann")?.id == "a")
  }

  @Test func `of too many people those are forgotten who were not heard of for longest`() {
    var known = KnownPeople(limit: 4)
    for number in [1, 2, 3, 4, 1, 5] {
      let user = User(id: "u\(number)", name: "user \(number)", kind: .user)
      #expect(known.isNews(user))
      known.hear(of: user)
    }
    #expect(known.users.map(\.id) == ["u4", "u1", "u5"])
  }

  @Test func `who was mentioned is due in time, told once, and may be told again after coming`() {
    var notes = AwayNotes()
    notes.apply(.known(ann))
    #expect(notes.wants("a"))
    notes.apply(.mentioned("a", mention(1, heard: 10)))
    notes.apply(.mentioned("a", mention(2, heard: 20)))
    #expect(notes.due(at: 9) == [] && notes.due(at: 10) == ["a"])
    notes.apply(.away(OutgoingEvent(away: ann, room: "lobby", mentions: [mention(1, heard: 10)], time: 30), "a"))
    #expect(notes.due(at: 99) == [] && !notes.wants("a") && notes.holds("a"))
    notes.apply(.back("a"))
    #expect(notes.wants("a") && !notes.holds("a"))
  }

  @Test func `of one person and of all only so much is noted`() {
    var notes = AwayNotes()
    for number in 1...AwayNotes.mostMentions { notes.apply(.mentioned("a", mention(UInt64(number), heard: 1))) }
    #expect(!notes.wants("a") && notes.wants("b"))
    for number in 2...AwayNotes.mostPeople { notes.apply(.mentioned("u\(number)", mention(1, heard: 1))) }
    #expect(!notes.wants("b"))
  }

  @Test func `a journal that was written anew says the same`() {
    var (state, notes) = (RelayState(), AwayNotes())
    for line: RelayLine in [
      .position("e.0.1.i"), .known(ann), .known(bob), .mentioned("a", mention(1, heard: 10)),
      .mentioned("b", mention(2, heard: 20)),
      .away(OutgoingEvent(away: ann, room: "lobby", mentions: [mention(1, heard: 10)], time: 30), "a"),
    ] {
      state.apply(line)
      notes.apply(line)
    }
    var (anew, newNotes) = (RelayState(), AwayNotes())
    for line in state.lines + notes.lines {
      anew.apply(line)
      newNotes.apply(line)
    }
    #expect(newNotes.known.users == [ann, bob] && newNotes.told == ["a"])
    #expect(newNotes.mentions == ["b": [mention(2, heard: 20)]])
    #expect(anew.waiting.map(\.id) == ["lobby-away-a-e-0-1-i1"])
  }

  @Test func `the event has where, and an id that follows from it`() throws {
    let event = OutgoingEvent(away: ann, room: "lobby", mentions: [mention(7, heard: 10)], time: 30)
    #expect(event.id == "lobby-away-a-e-0-7-i7")
    let text = """
      {"type":"away","room":"lobby","user":{"id":"a","name":"Ann","kind":"user"},"mentions":[{"seq":7,"position":"e.0.7.i7",\
      "time":1,"id":"m7","from":{"id":"b","name":"Bob","kind":"user"}}],"time":30}
      """
    #expect(String(decoding: event.body, as: UTF8.self) == text)
  }

  @Test func `somebody is away who is missing for long enough, of those who can be told`() {
    func at(_ seconds: Int) -> Instant { Instant.distantPast + .seconds(1_000 + seconds) }
    var people = RoomPeople(["a": ann], absence: .seconds(30))
    func attendance(_ id: User.ID, _ second: Int) -> RoomPeople.Attendance {
      people.attendance(of: id, at: at(second), within: .seconds(60))
    }
    #expect(attendance("a", 0) == .unknown)
    people.begin(at: at(0))
    #expect(attendance("b", 0) == .unknown)
    _ = people.wantsList(at: at(0))
    _ = people.take(MemberList(users: [ann], count: 1), besides: nil, most: .max)
    #expect(attendance("a", 0) == .there && attendance("b", 0) == .away)
    people.went(ann, at: at(10))
    #expect(attendance("a", 69) == .leaving && attendance("a", 70) == .away)
    _ = people.take(MemberList(users: [ann], count: 201), besides: nil, most: .max)
    #expect(attendance("a", 5) == .there && attendance("b", 5) == .away)
    people.end()
    #expect(attendance("a", 5) == .unknown)
  }
}
