import Broker
import ChatProtocol

extension RedisBroker {
  package func createSession(
    _ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int,
    completion: @escaping (Result<Bool, BrokerFailure>) -> Void
  ) {
    commands.call(.sessionCreate, keys: 2, count: 6) { writer in
      writer.add(RedisKeys.session(hash))
      writer.add(RedisKeys.name(skeleton))
      writer.add(hash.text)
      writer.add(record.user.stored)
      writer.add(record.created)
      writer.add(seconds(lifetime))
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { $0 == 1 } }
    }
  }

  package func session(
    _ hash: TokenHash, lifetime: Int, completion: @escaping (Result<SessionRecord?, BrokerFailure>) -> Void
  ) {
    commands.call(.sessionFind, keys: 1, count: 3) { writer in
      writer.add(RedisKeys.session(hash))
      writer.add(hash.text)
      writer.add(seconds(lifetime))
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

  package func endSession(_ hash: TokenHash, completion: @escaping (Result<Void, BrokerFailure>) -> Void) {
    commands.call(.sessionEnd, keys: 1, count: 3) { writer in
      writer.add(RedisKeys.session(hash))
      writer.add(hash.text)
      writer.add(RedisKeys.fleet)
    } completion: { [self] result in
      answer(result, completion) { reply in reply.integer().map { _ in () } }
    }
  }

  package func user(named skeleton: String, completion: @escaping (Result<User?, BrokerFailure>) -> Void) {
    commands.call(.nameHolder, keys: 1, count: 2) { writer in
      writer.add(RedisKeys.name(skeleton))
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
