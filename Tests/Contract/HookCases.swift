import Broker
import Testing

extension ContractCase {
  /// Incoming webhooks.
  static let hooks = [
    ContractCase("a webhook is found by its token's hash on every instance, until it is removed") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      let hook = try Hook.sample("h1", template: "{{a}}\n\"b\" 🙂")
      #expect(try a.answer(ListHooks()) == [])
      #expect(try a.add(hook, 1))
      #expect(try b.use(1) == .admitted(hook))
      #expect(try b.use(2) == .unknown)
      #expect(try b.answer(RemoveHook("h1")))
      #expect(try a.use(1) == .unknown)
      #expect(try !a.answer(RemoveHook("h1")))
      #expect(try a.answer(ListHooks()) == [])
    },
    ContractCase("webhooks are listed in the order in which they were made") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let hooks = try (1...5).map { try Hook.sample("h\($0)", created: Int64($0)) }
      for (number, hook) in hooks.enumerated() { #expect(try a.add(hook, UInt8(number))) }
      #expect(try a.answer(ListHooks()) == hooks.map { ListedHook($0, refusals: nil) })
      #expect(try a.answer(RemoveHook("h3")))
      #expect(try a.answer(ListHooks()).map(\.hook.id) == ["h1", "h2", "h4", "h5"])
      #expect(try a.use(0) == .admitted(hooks[0]))
    },
    ContractCase("a webhook's rate holds over all instances, and what came too soon may come later") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      #expect(try a.add(.sample("h1", rate: 60), 1))
      #expect(try a.add(.sample("h2", rate: 60), 2))
      // A minute's worth at once; a slow check may gain some.
      var uses: [HookUse] = []
      for number in 0..<200 where uses.last?.wait == nil { uses.append(try (number.isMultiple(of: 2) ? a : b).use(1)) }
      #expect((60...90).contains(uses.count - 1), "\(uses.count - 1) at once")
      #expect((1...1_000).contains(try #require(uses.last?.wait)))
      #expect(try a.use(2).wait == nil, "another one's rate is its own")
      fleet.pass(seconds: 2)
      #expect(try b.use(1).wait == nil)
    },
    ContractCase("a webhook without a rate is never too soon") { fleet in
      let a = try ContractInstance("a", on: fleet)
      #expect(try a.add(.sample("h1", rate: 0), 1))
      for _ in 0..<150 { #expect(try a.use(1).wait == nil) }
    },
    ContractCase("what was refused of a webhook is told by every instance, until it is removed") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      let reasons = ["the first", "a reason of words", ""]
      for (number, instance) in [a, b].enumerated() { #expect(try instance.add(.sample("h\(number)"), UInt8(number))) }
      for reason in reasons {
        #expect(try a.answer(NoteHookRefusal(.init(code: "invalid_payload", reason: reason), of: "h1")))
        let listed = try b.answer(ListHooks())
        #expect(listed.first { $0.hook.id == "h0" }?.refusals == nil)
        let refusals = try #require(listed.first { $0.hook.id == "h1" }?.refusals)
        #expect(refusals.refusal == .init(code: "invalid_payload", reason: reason) && refusals.time > 0)
      }
      #expect(try b.answer(ListHooks()).last?.refusals?.count == Int64(reasons.count))
      #expect(try b.answer(RemoveHook("h1")))
      #expect(try !a.answer(NoteHookRefusal(.init(code: "no_text", reason: "late"), of: "h1")))
      #expect(try a.add(.sample("h1"), 3))
      #expect(try a.answer(ListHooks()).allSatisfy { $0.refusals == nil })
    },
    ContractCase("a webhook's last use is told by every instance, and it goes for that if not in use") { fleet in
      let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
      let ids = ["unused", "used", "unlimited", "refused"]
      for (number, id) in ids.enumerated() {
        #expect(try a.add(.sample(id, rate: id == "unlimited" ? 0 : 60), UInt8(number)))
      }
      #expect(try b.answer(ListHooks()).allSatisfy { $0.lastUse == .never })
      #expect(try b.use(1).wait == nil && b.use(2).wait == nil)
      #expect(try a.answer(NoteHookRefusal(.init(code: "no_text", reason: ""), of: "refused")))
      for listed in try b.answer(ListHooks()) where listed.hook.id != "unused" {
        guard case .at(let time) = listed.lastUse else {
          Issue.record("\(listed.hook.id): \(listed.lastUse)")
          continue
        }
        #expect(abs(time - fleet.wallClock) < 60_000, "\(listed.hook.id)")
      }
      // All were made long ago by their own account.
      for id in ids { #expect(try a.answer(RemoveHook(id, unusedFor: 3_600)) == (id == "unused"), "\(id)") }
      fleet.pass(seconds: 4)
      for id in ids.dropFirst() {
        #expect(try a.answer(RemoveHook(id, unusedFor: 2)) == (id != "unlimited"), "\(id): noted to within an hour")
      }
      #expect(try b.answer(ListHooks()).map(\.hook.id) == ["unlimited"])
      #expect(try b.use(1) == .unknown && b.use(2).wait == nil)
      let new = try Hook.sample("new", created: fleet.wallClock)
      #expect(try a.add(new, 9))
      #expect(try !a.answer(RemoveHook("new", unusedFor: 3_600)), "it was made just now")
      #expect(try a.answer(RemoveHook("new")))
    },
    ContractCase("there are only so many webhooks, and one that is removed makes room") { fleet in
      let a = try ContractInstance("a", on: fleet)
      for number in 0..<Hook.maximum {
        let token = try TokenHash.numbered(1_000 + number)
        let hook = try Hook.sample("h\(number)")
        #expect(try a.answer(AddHook(hook, token: token)))
      }
      #expect(try !a.add(.sample("late"), 1))
      #expect(try a.use(1) == .unknown)
      #expect(try a.answer(RemoveHook("h7")))
      #expect(try a.add(.sample("late"), 1))
    },
    ContractCase("webhooks' names and templates are kept byte by byte, whatever they hold") { fleet in
      let a = try ContractInstance("a", on: fleet)
      for (number, text) in hostileTexts.enumerated() {
        let hook = try Hook.sample("h\(number)", name: text, template: text)
        #expect(try a.add(hook, UInt8(number)))
        #expect(try a.use(UInt8(number)) == .admitted(hook), "\(number)")
      }
      let names = try a.answer(ListHooks()).map { Array($0.hook.name.utf8) }
      #expect(Set(names) == Set(hostileTexts.map { Array($0.utf8) }))
    },
  ]
}

extension ContractInstance {
  fileprivate func add(_ hook: Hook, _ token: UInt8) throws -> Bool {
    let hash = try TokenHash.sample(token)
    return try answer(AddHook(hook, token: hash))
  }

  fileprivate func use(_ token: UInt8) throws -> HookUse {
    let hash = try TokenHash.sample(token)
    return try answer(UseHook(hash))
  }
}

extension HookUse {
  /// How long to wait, when it was too soon.
  fileprivate var wait: Int? { if case .tooSoon(_, let wait) = self { wait } else { nil } }
}

extension Hook {
  package static func sample(
    _ id: String, name: String = "CI", rate: Int = 60, template: String = "", created: Int64 = 7
  ) throws -> Hook {
    Hook(id: id, room: try .sample(), name: name, reach: .any, rate: rate, template: template, created: created)
  }
}

extension TokenHash {
  /// One of many.
  static func numbered(_ number: Int) throws -> TokenHash {
    let bytes = (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 4 * 8)) }
    guard let hash = TokenHash(bytes) else { throw InvalidSample(text: "hash") }
    return hash
  }
}
