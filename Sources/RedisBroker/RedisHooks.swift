import Broker
import ChatProtocol
import JSON

extension RedisBroker {
  package func run(_ call: AddHook, reply completion: @escaping AddHook.Completion) {
    let hook = call.hook
    commands.call(.hookAdd, keys: 1, count: 6) { writer in
      writer.add(RedisKeys.hooks)
      writer.add(call.token.text)
      writer.add(hook.id)
      writer.add(hook.rate)
      writer.add(hook.json)
      writer.add(Hook.maximum)
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { $0 == 1 } }
    }
  }

  package func run(_ call: ListHooks, reply completion: @escaping ListHooks.Completion) {
    commands.call(.hookList, keys: 1, count: 1) { writer in
      writer.add(RedisKeys.hooks)
    } completion: { [self] result in
      answer(result, completion) { reply in [Hook](&reply) }
    }
  }

  package func run(_ call: RemoveHook, reply completion: @escaping RemoveHook.Completion) {
    commands.call(.hookRemove, keys: 1, count: 2) { writer in
      writer.add(RedisKeys.hooks)
      writer.add(call.id)
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { $0 == 1 } }
    }
  }

  package func run(_ call: UseHook, reply completion: @escaping UseHook.Completion) {
    commands.call(.hookUse, keys: 1, count: 2) { writer in
      writer.add(RedisKeys.hooks)
      writer.add(call.token.text)
    } completion: { [self] result in
      answer(result, completion) { reply in HookUse(&reply) }
    }
  }
}

extension Hook {
  /// A record as it is kept.
  fileprivate init?(_ reply: inout ReplyCursor) {
    guard let bytes = reply.bytes(), let object = try? JSONParser.parseObject(bytes) else { return nil }
    self.init(object)
  }
}

extension [Hook] {
  /// What `hook_list.lua` returns, in the order in which they were made.
  fileprivate init?(_ reply: inout ReplyCursor) {
    guard let count = reply.array() else { return nil }
    self = []
    for _ in 0..<Swift.max(count, 0) {
      guard let hook = Hook(&reply) else { return nil }
      append(hook)
    }
    sort { ($0.created, $0.id) < ($1.created, $1.id) }
  }
}

extension HookUse {
  /// What `hook_use.lua` returns.
  fileprivate init?(_ reply: inout ReplyCursor) {
    guard let count = reply.array() else { return nil }
    guard count == 2 else {
      self = .unknown
      return
    }
    guard let wait = reply.integer(), let hook = Hook(&reply) else { return nil }
    self = wait > 0 ? .tooSoon(wait: Int(clamping: wait)) : .admitted(hook)
  }
}
