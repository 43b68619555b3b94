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

  @Test("sees where they are signed in, and signs the others out", arguments: TransportKind.allCases)
  func devices(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    var told: [[SignedInDevice]] = []
    var ended: [Int] = []
    ann.participant.devices { if case .success(let devices) = $0 { told.append(devices) } }
    #expect(fleet.wait { told.count == 1 })
    #expect(told.first?.map(\.isHere) == [true])
    for device in [nil, "0000000000000000"] as [String?] {
      ann.participant.revoke(device) { if case .success(let count) = $0 { ended.append(count) } }
    }
    #expect(fleet.wait { ended == [0, 0] })
  }
}
