import Testing

@testable import ChatProtocol

@Suite("A poll's body")
struct PollRequestTests {
  @Test(
    "is refused when it is none",
    arguments: [
      "", "[]", #"{"rooms":[]}"#, #"{"rooms":{"r":5}}"#, #"{"rooms":{"r":"?"}}"#, #"{"wait":-1}"#, #"{"wait":"x"}"#,
      #"{"requests":{}}"#, #"{"requests":[1]}"#,
    ])
  func refuses(json: String) {
    #expect(throws: Refusal.self) { try PollRequest(Array(json.utf8)) }
  }
}
