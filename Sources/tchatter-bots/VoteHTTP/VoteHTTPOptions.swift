import NetServer

/// The options of `vote` that are about HTTP.
struct VoteHTTPOptions: Equatable {
  let endpoint: Endpoint
  /// Whose requests are answered.
  let keys: HTTPKeys?
  /// Whether everybody may read who reaches the address.
  let isOpen: Bool
}
