import Glibc
import TestTimeout

/// A real `redis-server` for tests, the first one in PATH, on a free port of loopback, with a folder of its own. It ends with
/// this object, and with the test process whatever becomes of that.
package final class RedisProcess {
  package struct Failed: Error, Equatable, CustomStringConvertible {
    package let description: String
    static let endedAtOnce = Failed(description: "redis-server ended at once")
  }

  private var reserved: ReservedPort
  /// Where a cluster's node listens to the others; else there is none.
  private let bus: ReservedPort?
  private let folder: String
  private let options: [String]
  /// What a sentinel keeps its knowledge in; a server has none.
  private var configuration: String?
  private var server: SilentProcess?
  private var guardian: SilentProcess?

  /// Starts one and waits until it answers.
  /// - Parameters:
  ///   - options: as on the command line, `["--appendonly", "yes"]`.
  ///   - bus: another port that they name.
  package init(_ options: [String] = [], bus: ReservedPort? = nil) throws {
    self.options = options
    self.bus = bus
    reserved = try ReservedPort()
    folder = try Self.makeFolder()
    try startOnSomePort()
  }

  /// Whoever is no test may take a port before the server does that was free when it was looked at: then it tries another.
  private func startOnSomePort() throws {
    for _ in 0..<4 {
      do { return try start() } catch let failure as Failed where failure == .endedAtOnce {
        reserved = try ReservedPort()
      }
    }
    try start()
  }

  /// Starts a sentinel that watches over the Redis on a port of loopback.
  /// - Parameters:
  ///   - name: what it calls it.
  ///   - downAfter: how long it is silent before it is given up: milliseconds. Each step of a failover may take half as long again.
  package init(sentinelOf primary: UInt16, called name: String, quorum: Int, downAfter: Int) throws {
    options = ["--sentinel"]
    bus = nil
    reserved = try ReservedPort()
    let port = reserved.number
    folder = try Self.makeFolder()
    let lines = [
      "port \(port)", "bind 127.0.0.1", "dir \(folder)", "sentinel monitor \(name) 127.0.0.1 \(primary) \(quorum)",
      "sentinel down-after-milliseconds \(name) \(downAfter)",
      "sentinel failover-timeout \(name) \(downAfter * 3 / 2)", "",
    ]
    let path = folder + "/sentinel.conf"
    guard let file = fopen(path, "w") else { throw Failed(description: "no configuration for a sentinel") }
    fputs(lines.joined(separator: "\n"), file)
    fclose(file)
    configuration = path
    try start()
  }

  deinit {
    kill()
    if let remover = try? SilentProcess(["/bin/rm", "-rf", folder]) { remover.wait() }
  }

  package var port: UInt16 { reserved.number }

  // MARK: - Life and death

  package var isRunning: Bool { server?.isRunning ?? false }

  /// Starts it (again), on the same port and folder.
  /// - Parameter more: options for this time.
  package func start(_ more: [String] = []) throws {
    let server = try SilentProcess(["redis-server"] + arguments + more)
    self.server = server
    // A shell that waits for the end of its input, which comes when this process ends, and then ends the server.
    guardian = try SilentProcess(
      ["/bin/sh", "-c", "read -r line; kill -9 \(server.identifier) 2>/dev/null"], hasInput: true)
    try waitUntil("redis-server to answer") {
      guard server.isRunning else { throw Failed.endedAtOnce }
      // Itself, and not another one that has the port, while it has yet to find that out. While it loads, it says so, too.
      return (try? self.command("INFO", "server"))?.contains("process_id:\(server.identifier)\r\n") == true
    }
  }

  private var arguments: [String] {
    if let configuration { return [configuration] + options }
    return [
      "--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no",
      "--maxmemory-policy", "noeviction", "--logfile", "redis.log", "--repl-diskless-sync-delay", "0",
    ] + options
  }

  /// Ends it at once, as a crash would.
  package func kill() { end(by: SIGKILL) }

  /// Lets it end in order: what it keeps is saved.
  package func stop() { end(by: SIGTERM) }

  /// Stops its turning without ending it, or lets it go on.
  package func freeze() { server?.signal(SIGSTOP) }
  package func thaw() { server?.signal(SIGCONT) }

  private func end(by number: Int32) {
    server?.signal(number)
    server?.wait()
    server = nil
    guardian?.signal(SIGKILL)
    guardian?.wait()
    guardian = nil
  }

  /// Makes saving fail, or succeed again, as a full disk does: a folder stands where the file should.
  package func spoilSaves() throws {
    guard mkdir(folder + "/dump.rdb", 0o700) == 0 else { throw Failed(description: "no folder in the way") }
    try save("err")
  }
  package func mendSaves() throws {
    rmdir(folder + "/dump.rdb")
    try save("ok")
  }

  private func save(_ outcome: String) throws {
    try command("BGSAVE")
    try waitUntil("the save to end") {
      let facts = try self.command("INFO", "persistence")
      return facts.contains("rdb_bgsave_in_progress:0") && facts.contains("rdb_last_bgsave_status:\(outcome)")
    }
  }

  // MARK: - Talking to it

  /// What the server answers to a command, as it travels.
  @discardableResult
  package func command(_ words: String...) throws -> String { try command(words) }

  @discardableResult
  func command(_ words: [String]) throws -> String {
    let connection = try RedisWire(port: port)
    return try connection.ask(words, echo: configuration == nil ? "ECHO" : "PING")
  }

  /// Begins to record every command.
  package func monitor() throws -> RedisMonitor { try RedisMonitor(port: port) }

  // MARK: - Helpers

  private static func makeFolder() throws -> String {
    var template = Array("/tmp/redis-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failed(description: "no temporary folder") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Waits until `condition` holds.
package func waitUntil(_ what: String, _ condition: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(testTimeout)
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      throw RedisProcess.Failed(description: "waited in vain for \(what)")
    }
    usleep(2_000)
  }
}
