/// What a room is told once nothing of it is sent any more.
enum OffWords {
  /// The receiver has failed too often.
  case failing
  /// It wants nothing more.
  case gone

  func text(tries: Int) -> String {
    let reason =
      switch self {
      case .failing: "the program that takes it has failed \(tries) times in a row"
      case .gone: "the program that took it wants nothing more"
      }
    return "What is said here is not passed on for now: \(reason). It is kept, and whoever runs me can send it again."
  }
}
