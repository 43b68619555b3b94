import Foundation
import Testing

@testable import tchatter_bots

@Suite("A voter")
struct VoterTests {
  @Test("who was stored by a version that compared names in another way is still the same")
  func stored() throws {
    let stored = Data(#"{"name":"Нина","key":"нина"}"#.utf8)
    let voter = try JSONDecoder().decode(Voter.self, from: stored)
    #expect(voter == Voter("Нина") && voter.name == "Нина")
    #expect(try JSONDecoder().decode(Voter.self, from: JSONEncoder().encode(voter)) == voter)
  }
}
