import Broker
import ChatProtocol

/// One instance's access to a `MemoryStore`: the whole `Broker` contract without Redis. A chat of one instance runs on
/// it, and nothing survives the process.
///
/// What is asked is done at once, and fails only with what means that nothing was stored; replies wait with the broadcasts
/// for `MemoryStore.deliverQueued`.
package final class MemoryBroker: Broker {
  package weak var events: (any BrokerEvents)?
  package var condition: BrokerCondition { .delivering }
  package var space: StoreSpace? { store.space }

  let store: MemoryStore
  let instance: String

  /// - Parameter instance: the instance's name, unlike any other's on the store.
  package init(store: MemoryStore, instance: String = "") {
    self.store = store
    self.instance = instance
    store.register(self)
  }

  // Compiled once more for the call that each message is: as a generic it would look up types at run time.
  @_specialize(where Call == Publish)
  package func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) {
    call.run(on: self) { [store] result in store.queue { reply(result) } }
  }

  /// Whether replies or broadcasts of the store's wait, and handing them over: for whoever has no loop to do it.
  package var hasQueued: Bool { store.hasQueued }
  package func deliverQueued() { store.deliverQueued() }

  package func unsubscribe(from room: RoomName) {
    store.existingRoom(room)?.followers.removeAll { $0.broker == nil || $0.broker === self }
  }

  package func announce(_ typing: Typing, in room: RoomName) {
    guard let room = store.existingRoom(room) else { return }
    store.tell(room, [.typing(typing)])
  }

  package func announce(_ report: UsageReport) { store.tellFleet(.usage(report)) }
  package func announce(_ report: InstanceReport) { store.tellFleet(.instance(report)) }
}
