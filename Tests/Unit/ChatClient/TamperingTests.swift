import JSON
import Testing

@testable import ChatClient

/// A transport that does to messages what a broken server would: every seventh is dropped, doubled or held back.
private final class TamperingTransport: AlteringTransport {
  enum Fault { case drop, double, swap }

  private let fault: Fault
  private var count = 0
  private var held: JSONObject?

  init(_ inner: any Transport, _ fault: Fault) {
    self.fault = fault
    super.init(inner)
  }

  override func received(_ object: JSONObject) {
    let isMessage = object["type"]?.string == "message"
    count += isMessage ? 1 : 0
    guard isMessage, count % 7 == 0 else {
      handOn(object)
      if isMessage, let late = held {
        held = nil
        handOn(late)
      }
      return
    }
    switch fault {
    case .drop: break
    case .double:
      handOn(object)
      handOn(object)
    case .swap: held = object
    }
  }
}

@Suite("A participant whose messages are tampered with")
struct TamperingTests {
  @Test(
    "shows each once and in order all the same, and counts what it saw",
    arguments: [TamperingTransport.Fault.drop, .double, .swap], TransportKind.allCases)
  fileprivate func repairs(fault: TamperingTransport.Fault, over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let writer = try fleet.joined("Writer")
    let reader = try fleet.participant("Reader")
    let plain = reader.participant.makeTransport
    reader.participant.makeTransport = { TamperingTransport(plain($0), fault) }
    reader.participant.join("lobby")
    reader.participant.start()
    try #require(fleet.wait { reader.isIn("lobby") })
    for number in 1...200 { writer.participant.send("\(number)", to: "lobby") }
    // One more, so that a message dropped at the very end is noticed.
    #expect(fleet.wait { writer.participant.unacknowledged == 0 })
    for number in 201...210 { writer.participant.send("\(number)", to: "lobby") }
    #expect(fleet.wait { reader.messages.count >= 209 })
    let count = reader.messages.count
    #expect(reader.messages.map(\.seq) == Array(1...UInt64(count)))
    let counters = reader.participant.counters
    #expect(fault == .double ? counters.messagesDoubled > 0 && counters.holes == 0 : counters.holes > 0)
    #expect(counters.losses == 0)
  }
}
