import Testing

@testable import Chat
@testable import ChatTestSupport

@Suite("A hub")
struct ReconnectTests {
  @Test("asks every client to reconnect, or as many as shall go")
  func asks() {
    let hub = TestHub(TestFleet())
    let clients = ["Ann", "Bob"].map { hub.client($0) }
    #expect(hub.hub.askToReconnect(.restart, window: 500) == 2)
    for client in clients {
      let event = client.read().of("reconnect").first
      #expect(event?["reason"]?.string == "restart")
      #expect(event?["window"]?.integer == 500)
    }
    #expect(hub.hub.askToReconnect(.rebalance, window: 100, count: 1) == 1)
    #expect(clients.map { $0.read().of("reconnect").count }.reduce(0, +) == 1)
    #expect(hub.hub.counters.movesAsked == 3)
  }
}
