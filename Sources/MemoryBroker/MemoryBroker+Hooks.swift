import Broker
import ChatProtocol

extension MemoryBroker {
  package func run(_ call: AddHook, reply: @escaping AddHook.Completion) {
    reply(.success(store.hooks.add(call.hook, token: call.token)))
  }

  package func run(_ call: ListHooks, reply: @escaping ListHooks.Completion) {
    reply(.success(store.hooks.all))
  }

  package func run(_ call: RemoveHook, reply: @escaping RemoveHook.Completion) {
    reply(.success(store.hooks.remove(call.id, unusedFor: call.unusedFor, now: store.now)))
  }

  package func run(_ call: UseHook, reply: @escaping UseHook.Completion) {
    reply(.success(store.hooks.use(call.token, now: store.now)))
  }

  package func run(_ call: NoteHookRefusal, reply: @escaping NoteHookRefusal.Completion) {
    reply(.success(store.hooks.note(call.refusal, of: call.id, now: store.now)))
  }
}
