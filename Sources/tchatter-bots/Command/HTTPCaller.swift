/// A program that may ask a bot over HTTP.
struct HTTPCaller: Equatable {
  let name: String
  /// Whether it may change something, too: begin votes, cast and end them.
  let mayWrite: Bool
}
