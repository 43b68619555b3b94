import Base

/// A line a second on standard error while a run lasts.
struct Progress {
  private let isQuiet: Bool
  private let start: Instant
  private var nextLine: Instant

  init(isQuiet: Bool, at time: Instant) {
    self.isQuiet = isQuiet
    start = time
    nextLine = time + .seconds(1)
  }

  mutating func show(at time: Instant, _ text: () -> String) {
    guard !isQuiet, time >= nextLine else { return }
    nextLine = time + .seconds(1)
    Console.write("\(Int((time - start).seconds)) s: \(text())")
  }
}
