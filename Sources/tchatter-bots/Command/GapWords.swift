import ChatClient

extension Gap {
  /// For a log.
  var words: String {
    reason == "reset"
      ? "\(room) begins anew in the store: what was there before can't be had any more"
      : "seqs \(after + 1) to \(next) of \(room) can't be had any more (\(reason))"
  }
}
