import Broker
import ChatProtocol

extension RedisBroker {
  package func run(_ call: CreateSession, reply completion: @escaping CreateSession.Completion) {
    commands.call(.sessionCreate, keys: 2, count: 6) { writer in
      writer.add(RedisKeys.session(call.hash))
      writer.add(RedisKeys.name(call.skeleton))
      writer.add(call.hash.text)
      writer.add(call.record.user.stored)
      writer.add(call.record.created)
      writer.add(seconds(call.lifetime))
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { $0 == 1 } }
    }
  }

  package func run(_ call: FindSession, reply completion: @escaping FindSession.Completion) {
    commands.call(.sessionFind, keys: 1, count: 3) { writer in
      writer.add(RedisKeys.session(call.hash))
      writer.add(call.hash.text)
      writer.add(seconds(call.lifetime))
    } completion: { [self] result in
      answer(result, completion) { reply -> SessionRecord?? in
        guard let count = reply.array() else { return nil }
        guard count == 2 else { return .some(nil) }
        guard let user = reply.bytes().flatMap({ User(stored: $0) }), let created = reply.text().flatMap({ Int64($0) })
        else { return nil }
        return SessionRecord(user: user, created: created)
      }
    }
  }

  package func run(_ call: EndSession, reply completion: @escaping EndSession.Completion) {
    commands.call(.sessionEnd, keys: 1, count: 3) { writer in
      writer.add(RedisKeys.session(call.hash))
      writer.add(call.hash.text)
      writer.add(RedisKeys.fleet)
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { _ in () } }
    }
  }

  package func run(_ call: FindUser, reply completion: @escaping FindUser.Completion) {
    commands.call(.nameHolder, keys: 1, count: 2) { writer in
      writer.add(RedisKeys.name(call.skeleton))
      writer.add(RedisKeys.sessionPrefix)
    } completion: { [self] result in
      answer(result, completion) { reply -> User?? in
        if reply.nothing() { return .some(nil) }
        return reply.bytes().flatMap { User(stored: $0) }.map { .some($0) }
      }
    }
  }

  /// A lifetime that Redis accepts.
  private func seconds(_ lifetime: Int) -> Int { min(max(lifetime, 1), 1 << 31) }
}
