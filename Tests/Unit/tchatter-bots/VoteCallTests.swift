import Base
import HTTP
import JSON
import Testing

@testable import tchatter_bots

@Suite("What programs ask of the vote bot")
struct VoteCallTests {
  private func status(_ body: () throws(VoteError) -> Void) -> Int {
    do throws(VoteError) { try body() } catch { return error.status }
    return 200
  }

  @Test func `a program's vote is held like any other`() throws {
    var table = Table()
    let told = try table.call(.start(room: "team", VotePlan(title: "x", quorum: .count(2))))
    #expect(told.says("Planner asks for votes on v1 “x”", in: "team"))
    let cast = try table.call(.cast(VoteID(number: 1), voter: "bob", choice: "hard"))
    #expect(cast == [.direct(Voter("Bob"), cast.texts[0])])
    #expect(cast.says("I received your vote: 3 (hard) on v1 “x”, from Planner."))
    #expect(table.tell("vote 1", by: "Ann").says("revealed because enough have voted: 2 votes.", in: "team"))
    #expect(try table.call(.about(.again, VoteID(number: 1))).says("Round 2 of v1", in: "team"))
    #expect(try table.call(.about(.cancel, VoteID(number: 1))).says("Planner has cancelled v1", in: "team"))
  }

  @Test func `nobody has two ballots, and nobody's own word is replaced`() throws {
    var table = Table()
    let id = VoteID(number: 1)
    _ = table.say(#"start "x""#)
    _ = try table.call(.cast(id, voter: "Bob", choice: "1"))
    _ = try table.call(.cast(id, voter: "BOB", choice: "2"), by: "Other")
    #expect(table.vote?.ballots.map(\.enteredBy) == ["Other"])
    #expect(table.tell("vote 3", by: "Bob").says("instead of 2"))
    #expect(table.vote?.ballots == [Vote.Ballot(voter: Voter("Bob"), choice: 2)])
    #expect(status { () throws(VoteError) in _ = try table.call(.cast(id, voter: "Bob", choice: "1")) } == 409)
    #expect(status { () throws(VoteError) in _ = try table.call(.cast(id, voter: "Eve", choice: "1")) } == 403)
    #expect(status { () throws(VoteError) in _ = try table.call(.cast(id, voter: "Planner", choice: "1")) } == 403)
    // Of a large room not everybody is known: here that is no reason to take whatever name comes.
    table.facts.present["team"]?.isComplete = false
    #expect(status { () throws(VoteError) in _ = try table.call(.cast(id, voter: "Eve", choice: "1")) } == 403)
    #expect(table.vote?.ballots.count == 1)
  }

  @Test func `what can't be done is told with its reason`() {
    var table = Table()
    let id = VoteID(number: 1)
    let plan = VotePlan(title: "x")
    func status(_ action: VoteCall.Action) -> Int { self.status { () throws(VoteError) in _ = try table.call(action) } }
    #expect(status(.start(room: "elsewhere", plan)) == 404 && status(.about(.reveal, id)) == 404)
    #expect(status(.cast(id, voter: "Ann", choice: "1")) == 404)
    #expect(status(.start(room: "team", plan)) == 200)
    #expect(status(.cast(id, voter: "Ann", choice: "9")) == 422 && status(.about(.again, id)) == 409)
    #expect(status(.about(.reveal, id)) == 200)
    #expect(status(.about(.reveal, id)) == 409 && status(.about(.remind, id)) == 409)
    #expect(status(.cast(id, voter: "Ann", choice: "1")) == 409)
  }

  // MARK: - Reading requests

  private func reader(_ body: String, type: String = "application/json", key: String? = nil) throws -> VoteCallReader {
    var fields: Fields = [:]
    try fields.add("Content-Type", type)
    if let key { try fields.add("Idempotency-Key", key) }
    let request = Request(method: "POST", target: "/votes", fields: fields, body: Array(body.utf8))
    return VoteCallReader(request: request, caller: HTTPCaller(name: "Planner", mayWrite: true))
  }

  @Test func `a plan says what a command can`() throws {
    let body = #"""
      {"room":"team","title":" a  b ","url":"https://a.b/c?d","scale":"s=small,l","quorum":2.0,"deadline":"2h","remind":"never"}
      """#
    let call = try reader(body, type: "Application/JSON; charset=utf-8", key: "k").start()
    var plan = VotePlan(title: "a b", url: "https://a.b/c?d", quorum: .count(2), deadline: 7_200_000, reminder: .never)
    plan.scale = try Scale("s=small,l")
    #expect(call.action == .start(room: "team", plan) && call.idempotencyKey == "k")
    #expect(try reader(body, key: "k").start().fingerprint == call.fingerprint)
    #expect(try reader(body + " ").start().fingerprint != call.fingerprint)
  }

  @Test(arguments: [
    ("", 400), ("[]", 400), (#"{"title":"x"}"#, 400), (#"{"room":"team"}"#, 400),
    (#"{"room":"Team","title":"x"}"#, 400),
    (#"{"room":"team","title":"x","more":1}"#, 400), (#"{"room":"team","title":" "}"#, 422),
    (#"{"room":"team","title":"a\u0007b"}"#, 422), (#"{"room":"team","title":"x","url":"javascript:alert(1)"}"#, 400),
    (#"{"room":"team","title":"x","url":"https://"}"#, 400), (#"{"room":"team","title":"x","url":"https://a b"}"#, 422),
    (#"{"room":"team","title":"x","scale":"1,1"}"#, 422), (#"{"room":"team","title":"x","scale":"a b,c"}"#, 422),
    (#"{"room":"team","title":"x","quorum":0}"#, 400), (#"{"room":"team","title":"x","quorum":1.5}"#, 400),
    (#"{"room":"team","title":"x","deadline":"+5s"}"#, 400), (#"{"room":"team","title":"x","deadline":"31d"}"#, 422),
    (#"{"room":"team","title":"x","deadline":"1m","remind":"2m"}"#, 422),
  ])
  func `what is wrong is refused`(body: String, wanted: Int) throws {
    let reader = try reader(body)
    #expect(status { () throws(VoteError) in _ = try reader.start() } == wanted)
  }

  @Test func `only JSON is read, and no body where there is nothing to say`() throws {
    let form = try reader("room=team", type: "application/x-www-form-urlencoded")
    #expect(status { () throws(VoteError) in _ = try form.start() } == 415)
    let deed = try reader("{}")
    #expect(status { () throws(VoteError) in _ = try deed.about(.reveal, VoteID(number: 1)) } == 400)
    let key = try reader("", key: "a b")
    #expect(status { () throws(VoteError) in _ = try key.about(.reveal, VoteID(number: 1)) } == 400)
  }

  @Test func `a repeat is known by all that it says`() throws {
    let call = try reader("", key: "k").about(.reveal, VoteID(number: 7))
    #expect(try call.vote(in: call.answer(VoteID(number: 7))) == VoteID(number: 7))
    #expect(status { () throws(VoteError) in _ = try call.vote(in: "0123 v7") } == 422)
    #expect(call.heard != nil)
    let other = VoteCall(caller: HTTPCaller(name: "Other", mayWrite: true), action: call.action, idempotencyKey: "k")
    #expect(other.heard != call.heard)
  }
}
