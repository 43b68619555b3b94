import Base

/// How what was deleted is taken out of the store.
package struct CleaningOptions: Equatable, Sendable {
  /// How long at least from one time that the store's files are written anew to the next; none: they are not.
  package var files: TimeSpan = .seconds(60)

  /// How often an instance asks whether there is something to clean.
  var pause: TimeSpan { files == .zero ? .seconds(10) : min(max(files / 6, .seconds(1)), .seconds(10)) }
}
