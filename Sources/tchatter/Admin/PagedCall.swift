import Base
import EventLoop
import JSON

/// Requests to one instance whose answers come in pages: each tells as `next` where the next one begins.
///
/// After each page it rests for as long as the page took, so that a fleet that chats has at least half of its store's time.
struct PagedCall {
  private static let longestRest: TimeSpan = .seconds(1)

  let call: AdminCall

  /// Runs the loop until the last page is there.
  /// - Parameters:
  ///   - target: made anew for each page; the cursor is added.
  ///   - cursor: where to begin; `nil` for the beginning.
  ///   - take: gets each page, and says whether to go on.
  /// - Returns: where to go on, if it was not the last page.
  @discardableResult
  func run(
    _ method: String, _ target: @autoclosure () -> String, from cursor: String?, on reactor: Reactor,
    take: (JSONObject) -> Bool
  ) throws(AdminCall.Failure) -> String? {
    var cursor = cursor
    while true {
      let begun = Clock.monotonic
      let page = try page(method, target(), cursor, on: reactor)
      let goesOn = take(page)
      cursor = page["next"]?.string
      guard goesOn, cursor != nil else { return cursor }
      Self.rest(Clock.monotonic - begun, on: reactor)
    }
  }

  private func page(
    _ method: String, _ target: String, _ cursor: String?, on reactor: Reactor
  ) throws(AdminCall.Failure) -> JSONObject {
    let separator = target.contains("?") ? "&" : "?"
    let answer = try call.run(method, target + (cursor.map { "\(separator)cursor=\($0)" } ?? ""), on: reactor)
    guard answer.status == 200 else { throw AdminCall.Failure(reason: call.reason(of: answer)) }
    return answer.object
  }

  static func rest(_ span: TimeSpan, on reactor: Reactor) {
    reactor.after(min(span, longestRest)) { reactor.stop() }
    reactor.run()
  }
}
