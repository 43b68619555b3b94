import Testing

@testable import ChatClient

@Suite("A participant who goes on on another device")
struct DeviceTests {
  @Test("is told a code, which the next one voids", arguments: TransportKind.allCases)
  func code(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    var codes: [SignInCode] = []
    for count in 1...2 {
      ann.participant.makeCode { if case .success(let code) = $0 { codes.append(code) } }
      #expect(fleet.wait { codes.count == count })
    }
    #expect(codes.count == 2 && codes[0].code != codes[1].code)
    #expect(codes.allSatisfy { $0.code.count == 11 && $0.within > 0 })
  }
}
