import Base

/// Searches of an instance, one at a time: each folds texts for some tenths of a millisecond, and those who chat wait in a turn of
/// the loop for one at most. `StoreReads` bounds how many wait.
final class SearchQueue {
  /// Does one search; its end is told exactly once.
  typealias Search = (_ ended: @escaping () -> Void) -> Void

  private var waiting = Queue<Search>()
  private var isBusy = false

  func perform(_ search: @escaping Search) {
    waiting.append(search)
    proceed()
  }

  private func proceed() {
    guard !isBusy, let next = waiting.popFirst() else { return }
    isBusy = true
    next { [weak self] in
      self?.isBusy = false
      self?.proceed()
    }
  }
}
