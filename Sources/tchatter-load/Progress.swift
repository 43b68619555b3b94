/// A line a second on standard error while a run lasts.
struct Progress {
  private let isQuiet: Bool
  private let start: UInt64
  private var nextLine: UInt64

  init(isQuiet: Bool, at time: UInt64) {
    self.isQuiet = isQuiet
    start = time
    nextLine = time + 1_000_000_000
  }

  mutating func show(at time: UInt64, _ text: () -> String) {
    guard !isQuiet, time >= nextLine else { return }
    nextLine = time + 1_000_000_000
    Console.write("\((time - start) / 1_000_000_000) s: \(text())")
  }
}
