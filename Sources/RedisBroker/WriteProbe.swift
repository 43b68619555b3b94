import RedisClient

/// Finds out again and again whether Redis would store something, by a write that changes nothing: whoever is full, whose
/// disk fails or who was demoted refuses it all the same.
final class WriteProbe {
  private let commands: CommandConnection
  private let key: String
  /// What Redis says against writing; `nil` when nothing.
  private(set) var refusal: String?

  init(_ commands: CommandConnection, _ configuration: RedisBrokerConfiguration) {
    self.commands = commands
    key = RedisKeys.probe(configuration.instance)
  }

  func reset() { refusal = nil }

  func turn() {
    guard commands.link.isUp else { return }
    // To write nothing to a key that is not there creates none.
    commands.send { writer in
      writer.add("SETRANGE" as StaticString)
      writer.add(key)
      writer.add(0)
      writer.add("" as StaticString)
    } completion: { [weak self] result in
      guard case .failure(let failure) = result else { return self?.reset() ?? () }
      if failure.kind == .full || failure.kind == .refused { self?.refusal = failure.reason }
    }
  }
}
