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

  /// Which file of which server; none of the two where it is not known which there are.
  private struct Name: Hashable {
    var server = ""
    var file: RewriteStoreFile.File?
  }

  /// One file to be written.
  private struct Task {
    let name: Name
    let file: RewriteStoreFile.File
    var server: String { name.server }
    /// Of a replica: whom it follows, and how far it must have followed.
    let leader: (server: String, offset: Int64)?
  }

  private static let pause: TimeSpan = .milliseconds(500)
  /// How long a file is waited for.
  private static let timeout: TimeSpan = .seconds(600)
  /// And a replica that does not follow, of which others may have to wait.
  private static let followTimeout: TimeSpan = .seconds(60)

  private let hub: Hub
  private let reactor: Reactor
  private let log: Log
  private var failures: [Name: Failure] = [:]
  /// Whether the log says of one that it failed, and not yet that none is owed any more.
  private var isTold = false
  private var pauses: RetryPauses<Name>
  /// Of how many rooms each file lacks the texts: what is written is not written again because of another that could not be.
  private var written: [Name: Int64] = [:]
  /// For how long files were written since they were begun with.
  private var worked: TimeSpan = .zero

  /// - Parameter pause: how long a file that could not be written is left alone at first.
  init(hub: Hub, reactor: Reactor, log: Log, pause: TimeSpan) {
    self.hub = hub
    self.reactor = reactor
    self.log = log
    pauses = RetryPauses(first: pause)
  }

  /// - Parameters:
  ///   - blanked: of how many rooms the store lacks the texts by now.
  ///   - completion: called in any case, with how long the store worked; what failed is still owed.
  func write(lacking blanked: Int64, completion: @escaping (TimeSpan) -> Void) {
    worked = .zero
    hub.broker.perform(ReadStoreFiles()) { [weak self] servers in
      guard let self else { return }
      switch servers {
      case .success(let servers): self.write(Self.tasks(servers), blanked, completion)
      case .failure(let failure):
        self.note(.failure(Failure(server: "", file: "", reason: failure.words)), Name())
        completion(self.worked)
      }
    }
  }

  /// The servers first, as their replicas have to follow them.
  private static func tasks(_ servers: [StoreFiles]) -> [Task] {
    func files(_ server: String, _ leader: (String, Int64)?) -> [Task] {
      RewriteStoreFile.File.allCases.map {
        Task(name: Name(server: server, file: $0), file: $0, leader: leader)
      }
    }
    return servers.flatMap { files($0.server, nil) }
      + servers.flatMap { server in
        server.replicas.flatMap { files($0.address, (server.server, server.offset)) }
      }
  }

  private func write(_ tasks: [Task], _ blanked: Int64, _ completion: @escaping (TimeSpan) -> Void) {
    let names = Set(tasks.map(\.name))
    written = written.filter { names.contains($0.key) }
    failures = failures.filter { names.contains($0.key) }
    pauses.keep(names)
    let owed = tasks.filter { written[$0.name] != blanked }
    let due = owed.filter { pauses.isOver(for: $0.name, at: reactor.now) }
    guard owed.isEmpty || !due.isEmpty else { return completion(worked) }
    hub.broker.perform(NoteStoreFiles(.begun)) { [weak self] begun in
      guard let self else { return }
      guard case .success = begun else { return completion(self.worked) }
      self.write(due[...], owed: owed.count, blanked, completion)
    }
  }

  private func write(
    _ tasks: ArraySlice<Task>, owed: Int, _ blanked: Int64, _ completion: @escaping (TimeSpan) -> Void
  ) {
    guard let task = tasks.first else { return finish(owed: owed, blanked, completion) }
    let done: Done = { [weak self] result in
      guard let self else { return }
      self.note(result, task.name)
      let isWritten = (try? result.get()) != nil
      if isWritten { self.written[task.name] = blanked }
      self.write(tasks.dropFirst(), owed: isWritten ? owed - 1 : owed, blanked, completion)
    }
    guard task.leader != nil else { return begin(task, until: reactor.now + Self.timeout, done) }
    follow(task, until: reactor.now + Self.followTimeout) { [weak self] result in
      guard let self else { return }
      guard case .success = result else { return done(result) }
      self.begin(task, until: self.reactor.now + Self.timeout, done)
    }
  }

  private func finish(owed: Int, _ blanked: Int64, _ completion: @escaping (TimeSpan) -> Void) {
    guard owed == 0 else { return completion(worked) }
    if isTold { log.info("what was deleted is in no file of the store") }
    isTold = false
    hub.broker.perform(NoteStoreFiles(.written(blanked))) { [weak self] _ in completion(self?.worked ?? .zero) }
  }

  /// A line when a file fails otherwise than the last time.
  private func note(_ result: Result<Void, Failure>, _ name: Name) {
    guard case .failure(let failure) = result else {
      pauses.succeeded(name)
      failures[name] = nil
      return
    }
    hub.counters.storeFilesFailed += 1
    pauses.failed(name, at: reactor.now)
    guard failures.updateValue(failure, forKey: name) != failure else { return }
    isTold = true
    log.warning(
      "what was deleted is still in a file of the store",
      ["server": .text(failure.server), "file": .text(failure.file), "reason": .text(failure.reason)])
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
      case .success(.begun):
        let begun = self.reactor.now
        self.later {
          $0.watch(task, until: deadline) { [weak self] result in
            guard let self else { return }
            self.worked += self.reactor.now - begun
            done(result)
          }
        }
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
