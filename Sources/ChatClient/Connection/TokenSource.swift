import ChatProtocol

/// Where a participant gets its application's tokens: asked once at a time, and only when one is needed. Nothing of them is
/// kept but the one that was refused last, which is not shown again.
final class TokenSource {
  /// Brings a token, or `nil` when none can be had now.
  typealias Provider = (_ completion: @escaping (String?) -> Void) -> Void

  /// So many refusals in a row are no accident.
  private static let mostRefusals = 3
  /// Who waits for a provider that does not answer; more are told that there is none.
  private static let mostWaiting = 8

  private let provider: Provider
  private var waiting: [(String?) -> Void] = []
  private var refused: (token: String, refusal: ServerRefusal)?
  private var refusals = 0

  /// `nil` for who comes with neither token nor key. A key is shown like a token that stays the same.
  init?(_ configuration: ParticipantConfiguration) {
    let key = configuration.key.map { key in { (completion: @escaping (String?) -> Void) in completion(key) } }
    guard let provider = configuration.token ?? key else { return nil }
    self.provider = provider
  }

  /// Hands over a token; `nil` when there is none, or only the one that was refused.
  func ask(_ completion: @escaping (String?) -> Void) {
    guard waiting.count < Self.mostWaiting else { return completion(nil) }
    waiting.append(completion)
    guard waiting.count == 1 else { return }
    provider { [weak self] token in self?.came(token) }
  }

  private func came(_ token: String?) {
    let completions = waiting
    waiting = []
    var token = token
    if let known = refused, known.token == token {
      refusals += 1
      token = nil
    }
    for completion in completions { completion(token) }
  }

  func tokenWasRefused(_ token: String, _ refusal: ServerRefusal) {
    refused = (token, refusal)
    refusals += 1
  }

  func tokenWasTaken() { refusals = 0 }

  /// Why it is no use to ask again; `nil` while it may be.
  var finalRefusal: ServerRefusal? { refusals < Self.mostRefusals ? nil : refused?.refusal }
}
