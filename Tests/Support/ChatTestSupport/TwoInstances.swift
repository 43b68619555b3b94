import Chat
import MemoryBroker

/// Ann on one instance, Bob on another, in room `r` of a store that an empty one may take the place of.
struct TwoInstances {
  let fleet = TestFleet()
  let empty = TestFleet(epoch: "other")
  let a: TestHub
  let b: TestHub
  let ann: TestClient
  let bob: TestClient

  /// - Parameter change: of Bob's instance's configuration.
  init(change: (inout HubConfiguration) -> Void = { _ in }) {
    a = TestHub(fleet, instance: "a")
    b = TestHub(fleet, instance: "b", change: change)
    ann = a.client("Ann")
    bob = b.client("Bob")
    for client in [ann, bob] { client.ask(#"{"type":"join","room":"r"}"#) }
    _ = ann.read()
  }

  /// From now on an instance has the empty store.
  /// - Parameter isNoticed: whether it is told so.
  func replaceStore(of hub: TestHub, isNoticed: Bool = true) {
    endTurns()
    hub.broker.replaceStore(
      MemoryBroker(store: empty.store, instance: hub.hub.configuration.instance), isNoticed: isNoticed)
    endTurns()
  }

  func endTurns() { for each in [a, b] { each.endTurn() } }
}
