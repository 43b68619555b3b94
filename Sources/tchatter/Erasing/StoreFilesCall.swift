import Base
import EventLoop
import JSON

/// Has the store write its files anew, one after the other, and waits for its replicas.
struct StoreFilesCall {
  private static let pause: TimeSpan = .milliseconds(100)
  /// How long a file, and a replica, is waited for.
  private static let timeout: TimeSpan = .seconds(120)

  let call: AdminCall
  let progress: ProgressLine

  /// Runs the loop until all is written, or has been waited for long enough.
  func run(_ receipt: inout EraseReceipt, on reactor: Reactor) throws(AdminCall.Failure) {
    let offset = try ask("GET", on: reactor)["offset"]?.integer ?? 0
    for file in EraseReceipt.files { receipt.states[file] = rewrite(file, on: reactor) }
    try awaitReplicas(having: offset, &receipt, on: reactor)
  }

  private func ask(_ method: String, _ query: String = "", on reactor: Reactor) throws(AdminCall.Failure) -> JSONObject
  {
    try call.ask(method, "/admin/files\(query)", on: reactor)
  }

  private func rewrite(_ file: String, on reactor: Reactor) -> EraseReceipt.State {
    progress.show("the store writes its \(file)")
    let deadline = Clock.monotonic + Self.timeout
    do throws(AdminCall.Failure) {
      var state = try ask("POST", "?file=\(file)", on: reactor)["state"]?.string
      while state == "busy", Clock.monotonic < deadline {
        PagedCall.rest(Self.pause, on: reactor)
        state = try ask("POST", "?file=\(file)", on: reactor)["state"]?.string
      }
      if state == "unused" { return .unused }
      guard state == "begun" else { return .failed("another one was being written for too long") }
      while Clock.monotonic < deadline {
        PagedCall.rest(Self.pause, on: reactor)
        let files = try ask("GET", on: reactor)
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
    having offset: Int64, _ receipt: inout EraseReceipt, on reactor: Reactor
  ) throws(AdminCall.Failure) {
    progress.show("the replicas follow")
    let deadline = Clock.monotonic + Self.timeout
    repeat {
      let replicas = (try ask("GET", on: reactor)["replicas"]?.array ?? []).compactMap(\.object)
      receipt.replicas = replicas.map { ($0["address"]?.string ?? "?", $0["offset"]?.integer ?? 0 >= offset) }
      if receipt.replicas.allSatisfy(\.follows) { return }
      PagedCall.rest(Self.pause, on: reactor)
    } while Clock.monotonic < deadline
  }
}
