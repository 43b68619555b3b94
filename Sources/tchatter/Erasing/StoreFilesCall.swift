import Base
import EventLoop
import JSON

/// Has each server of the store write its files anew, one after the other, and waits for the replicas.
struct StoreFilesCall {
  private static let pause: TimeSpan = .milliseconds(100)
  /// How long a file, and a replica, is waited for.
  private static let timeout: TimeSpan = .seconds(120)

  let call: AdminCall
  let progress: ProgressLine

  /// Runs the loop until all is written, or has been waited for long enough.
  func run(_ receipt: inout EraseReceipt, on reactor: Reactor) throws(AdminCall.Failure) {
    let servers = try servers(on: reactor)
    for name in servers.keys.sorted() {
      for file in EraseReceipt.files { receipt.add(rewrite(file, of: name, on: reactor), of: file, at: name) }
    }
    try awaitReplicas(having: servers.mapValues { $0["offset"]?.integer ?? 0 }, &receipt, on: reactor)
  }

  /// What each tells of itself, by name: none where nothing is written.
  private func servers(on reactor: Reactor) throws(AdminCall.Failure) -> [String: JSONObject] {
    let told = try call.ask("GET", "/admin/files", on: reactor)["servers"]?.array ?? []
    return Dictionary(told.compactMap(\.object).map { ($0["server"]?.string ?? "", $0) }) { $1 }
  }

  private func ask(for file: String, of server: String, on reactor: Reactor) throws(AdminCall.Failure) -> String? {
    let query = "file=\(file)&server=\(PercentEncoding.encode(server))"
    return try call.ask("POST", "/admin/files?\(query)", on: reactor)["state"]?.string
  }

  private func rewrite(_ file: String, of server: String, on reactor: Reactor) -> EraseReceipt.State {
    progress.show("\(server) writes its \(file)")
    let deadline = Clock.monotonic + Self.timeout
    do throws(AdminCall.Failure) {
      var state = try ask(for: file, of: server, on: reactor)
      while state == "busy", Clock.monotonic < deadline {
        PagedCall.rest(Self.pause, on: reactor)
        state = try ask(for: file, of: server, on: reactor)
      }
      if state == "unused" { return .unused }
      guard state == "begun" else { return .failed("another one was being written for too long") }
      while Clock.monotonic < deadline {
        PagedCall.rest(Self.pause, on: reactor)
        guard let files = try servers(on: reactor)[server] else { return .failed("it is no primary any more") }
        guard files["writing"]?.bool == false else { continue }
        let failed = (files["failed"]?.array ?? []).contains { $0.string == file }
        return failed ? .failed("Redis could not write it: its log says why") : .written
      }
      return .failed("it takes too long: Redis may still be writing it")
    } catch {
      return .failed(error.reason)
    }
  }

  private func awaitReplicas(
    having offsets: [String: Int64], _ receipt: inout EraseReceipt, on reactor: Reactor
  ) throws(AdminCall.Failure) {
    progress.show("the replicas follow")
    let deadline = Clock.monotonic + Self.timeout
    repeat {
      receipt.replicas = try servers(on: reactor).sorted { $0.key < $1.key }.flatMap { name, files in
        (files["replicas"]?.array ?? []).compactMap(\.object).map {
          ($0["address"]?.string ?? "?", $0["offset"]?.integer ?? 0 >= offsets[name] ?? .max)
        }
      }
      if receipt.replicas.allSatisfy(\.follows) { return }
      PagedCall.rest(Self.pause, on: reactor)
    } while Clock.monotonic < deadline
  }
}
