import Base
import Broker
import Chat
import EventLoop

/// Has each server of the store, and each replica, write its files anew: one after the other, never two at once.
final class StoreFilesWriter {
  private typealias Done = (Result<Void, Failure>) -> Void

  private struct Failure: Error, Equatable {
    let server: String
    let file: String
    let reason: String
  }

  /// One file to be written.
  private struct Task {
    let file: RewriteStoreFile.File
    let server: String
    /// Of a replica: whom it follows, and how far it must have followed.
    let leader: (server: String, offset: Int64)?
  }

  private static let pause: TimeSpan = .milliseconds(500)
  /// How long a file, and a replica, is waited for.
  private static let timeout: TimeSpan = .seconds(600)

  private let hub: Hub
  private let reactor: Reactor
  private let log: Log
  private var lastFailures: [Failure] = []

  init(hub: Hub, reactor: Reactor, log: Log) {
    self.hub = hub
    self.reactor = reactor
    self.log = log
  }

  /// - Parameters:
  ///   - blanked: of how many rooms the store lacks the texts by now.
  ///   - completion: called in any case; what failed is still owed.
  func write(lacking blanked: Int64, completion: @escaping () -> Void) {
    hub.broker.perform(NoteStoreFiles(.begun)) { [weak self] begun in
      guard let self, case .success = begun else { return completion() }
      self.hub.broker.perform(ReadStoreFiles()) { [weak self] servers in
        guard let self else { return }
        switch servers {
        case .success(let servers): self.write(Self.tasks(servers)[...], failures: [], blanked, completion)
        case .failure(let failure):
          self.finish([Failure(server: "", file: "", reason: failure.words)], blanked, completion)
        }
      }
    }
  }

  private static func tasks(_ servers: [StoreFiles]) -> [Task] {
    servers.flatMap { server in
      let own = RewriteStoreFile.File.allCases.map { Task(file: $0, server: server.server, leader: nil) }
      return own
        + server.replicas.flatMap { replica in
          RewriteStoreFile.File.allCases.map {
            Task(file: $0, server: replica.address, leader: (server.server, server.offset))
          }
        }
    }
  }

  private func write(
    _ tasks: ArraySlice<Task>, failures: [Failure], _ blanked: Int64, _ completion: @escaping () -> Void
  ) {
    guard let task = tasks.first else { return finish(failures, blanked, completion) }
    let done: Done = { [weak self] result in
      guard let self else { return }
      var failures = failures
      if case .failure(let failure) = result { failures.append(failure) }
      self.write(tasks.dropFirst(), failures: failures, blanked, completion)
    }
    let deadline = reactor.now + Self.timeout
    guard task.leader != nil else { return begin(task, until: deadline, done) }
    follow(task, until: deadline) { [weak self] result in
      guard case .success = result else { return done(result) }
      self?.begin(task, until: deadline, done)
    }
  }

  private func finish(_ failures: [Failure], _ blanked: Int64, _ completion: @escaping () -> Void) {
    tell(failures)
    guard failures.isEmpty else { return completion() }
    hub.broker.perform(NoteStoreFiles(.written(blanked))) { _ in completion() }
  }

  /// A line when something else fails than the last time, and one when nothing does any more.
  private func tell(_ failures: [Failure]) {
    hub.counters.storeFilesFailed += failures.count
    defer { lastFailures = failures }
    guard failures != lastFailures else { return }
    for failure in failures where !lastFailures.contains(failure) {
      log.warning(
        "what was deleted is still in a file of the store",
        ["server": .text(failure.server), "file": .text(failure.file), "reason": .text(failure.reason)])
    }
    if failures.isEmpty { log.info("what was deleted is in no file of the store") }
  }

  // MARK: - One file

  /// Waits until a replica has taken the texts out, too.
  private func follow(_ task: Task, until deadline: Instant, _ done: @escaping Done) {
    guard let leader = task.leader else { return done(.success(())) }
    hub.broker.perform(ReadStoreFiles()) { [weak self] result in
      guard let self else { return }
      let server = (try? result.get())?.first { $0.server == leader.server }
      let replica = server?.replicas.first { $0.address == task.server }
      if let replica, replica.offset >= leader.offset { return done(.success(())) }
      guard self.reactor.now < deadline, replica != nil else {
        return done(.failure(self.failure(task, "the replica does not follow")))
      }
      self.later { $0.follow(task, until: deadline, done) }
    }
  }

  private func begin(_ task: Task, until deadline: Instant, _ done: @escaping Done) {
    hub.broker.perform(RewriteStoreFile(task.file, of: task.server)) { [weak self] result in
      guard let self else { return }
      switch result {
      case .success(.unused): done(.success(()))
      case .success(.begun): self.later { $0.watch(task, until: deadline, done) }
      case .success(.busy):
        guard self.reactor.now < deadline else {
          return done(.failure(self.failure(task, "another file is being written for too long")))
        }
        self.later { $0.begin(task, until: deadline, done) }
      case .failure(let failure): done(.failure(self.failure(task, failure.words)))
      }
    }
  }

  private func watch(_ task: Task, until deadline: Instant, _ done: @escaping Done) {
    hub.broker.perform(ReadStoreFiles(ofReplica: task.leader == nil ? nil : task.server)) { [weak self] result in
      guard let self else { return }
      guard case .success(let servers) = result, let files = servers.first(where: { $0.server == task.server }) else {
        return done(.failure(self.failure(task, "it does not tell whether it has written it")))
      }
      guard files.isWriting else {
        guard !files.failed.contains(task.file) else {
          return done(.failure(self.failure(task, "it could not be written: the server's log says why")))
        }
        self.hub.counters.storeFilesWritten += 1
        return done(.success(()))
      }
      guard self.reactor.now < deadline else { return done(.failure(self.failure(task, "it takes too long"))) }
      self.later { $0.watch(task, until: deadline, done) }
    }
  }

  private func later(_ body: @escaping (StoreFilesWriter) -> Void) {
    reactor.after(Self.pause) { [weak self] in if let self { body(self) } }
  }

  private func failure(_ task: Task, _ reason: String) -> Failure {
    Failure(server: task.server, file: task.file.rawValue, reason: reason)
  }
}

extension BrokerFailure {
  fileprivate var words: String {
    if case .unavailable(let reason) = self { reason } else { "the store is full" }
  }
}
