import Testing

@testable import ChatClient
@testable import ChatProtocol
@testable import ChatServer

@Suite("A participant who leads a room")
struct ModerationTests {
  @Test("invites others to it, is told what they report, and resolves that", arguments: TransportKind.allCases)
  func moderating(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    ann.participant.govern("lobby", Governing(settings: .init(mode: .closed)), id: "close")
    #expect(fleet.wait { ann.sent.contains { $0.id == "close" } })
    var invitation: RoomInvitation?
    ann.participant.invite(to: "lobby") { invitation = try? $0.get() }
    #expect(fleet.wait { invitation != nil })

    let bob = try fleet.participant("Bob")
    bob.participant.join("lobby", invitation: try #require(invitation).word)
    bob.participant.start()
    #expect(fleet.wait { bob.isIn("lobby") })
    bob.participant.send("Tea is at five", to: "lobby")
    #expect(fleet.wait { ann.messages.count == 1 && ann.policies.last?.change.isInvited == true })
    let message = ann.messages[0]
    ann.participant.govern("lobby", Governing(pin: .up(MessageReference(seq: message.seq))), id: "pin")
    #expect(fleet.wait { bob.policies.last?.change.settings.pin?.pin?.position.text == message.position })

    var isReported = false
    bob.participant.report(message.position, in: "lobby", for: "At four") { isReported = (try? $0.get()) != nil }
    #expect(fleet.wait { isReported })
    if kind == .webSocket { #expect(fleet.wait { ann.has { if case .report = $0 { true } else { false } } }) }
    var reports: [RoomReport]?
    ann.participant.reports(of: "lobby") { reports = try? $0.get() }
    #expect(fleet.wait { reports != nil })
    #expect(reports?.map(\.reason) == ["At four"] && reports?.first?.name == "Bob")
    #expect(reports?.first?.position == message.position)

    var (isRefused, isResolved) = (false, false)
    bob.participant.resolve(message.position, in: "lobby") { if case .failure = $0 { isRefused = true } }
    ann.participant.resolve(message.position, in: "lobby") { isResolved = (try? $0.get()) != nil }
    #expect(fleet.wait { isRefused && isResolved })
  }
}
