import Foundation
import Glibc
import RedisProcess
import TestTimeout
import Testing

@testable import tchatter_bots

/// Where the programs of this build lie: beside the tests.
enum Build {
  static let folder: URL = {
    let arguments = ProcessInfo.processInfo.arguments
    if let flag = arguments.firstIndex(of: "--test-bundle-path"), flag + 1 < arguments.count {
      return URL(fileURLWithPath: arguments[flag + 1]).deletingLastPathComponent()
    }
    return URL(fileURLWithPath: arguments[0]).deletingLastPathComponent()
  }()

  static func program(_ name: String) -> URL { folder.appendingPathComponent(name) }
}

/// A server of one instance for the length of a test, on a port of its own that it keeps when it is started again.
final class ServerProcess {
  private var process = Process()
  private let port: ReservedPort
  private var environment = ["TCHATTER_ADMIN_LISTEN": "127.0.0.1:0", "TCHATTER_DRAIN_SECONDS": "2"]
  private(set) var address = ""

  /// - Parameter redis: where its store is; in memory when absent.
  init(redis: String? = nil) throws {
    port = try ReservedPort()
    environment["TCHATTER_REDIS_URL"] = redis
    environment["TCHATTER_LISTEN"] = "127.0.0.1:\(port.number)"
    try start()
  }

  /// The options that lead a program there.
  var url: [String] { ["--url", "ws://\(address)/ws"] }

  func start() throws {
    let output = Pipe()
    process = Process()
    process.executableURL = Build.program("tchatter")
    process.environment = environment
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.contains("\n") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      text += String(decoding: data, as: UTF8.self)
    }
    let match = try #require(text.firstMatch(of: /http:\/\/([0-9.:]+)\//), "\(text)")
    address = String(match.1)
  }

  /// Ends it in order.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  deinit {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

/// A run of tchatter-bots.
final class Bots {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  let process = Process()
  private let output: OutputFile
  private let errors: OutputFile

  init(_ arguments: [String]) throws {
    (output, errors) = (try OutputFile(), try OutputFile())
    process.executableURL = Build.program("tchatter-bots")
    process.arguments = arguments
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
  }

  deinit { if process.isRunning { kill() } }

  /// Ends it at once, as a crash would.
  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  static func run(_ arguments: [String]) throws -> Result { try Bots(arguments).wait() }

  func wait() -> Result {
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: output.text, errors: errors.text)
  }

  /// Waits until a text was written to standard error.
  func awaitError(_ text: String) throws {
    let deadline = ContinuousClock.now + .seconds(testTimeout)
    while true {
      // Asked before the text is read: what it wrote in the end counts.
      let isRunning = process.isRunning
      guard !errors.text.contains(text) else { return }
      try #require(ContinuousClock.now < deadline && isRunning, "no “\(text)” in: \(errors.text)")
      Thread.sleep(forTimeInterval: 0.01)
    }
  }
}

/// What a program writes to one of its outputs, in a file: nobody has to read it for the program to go on.
private final class OutputFile {
  let handle: FileHandle
  private let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tchatter-bots-\(UUID().uuidString)"
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    try #require(descriptor >= 0)
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  deinit { unlink(path) }

  /// As far as it has been written.
  var text: String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }
}
