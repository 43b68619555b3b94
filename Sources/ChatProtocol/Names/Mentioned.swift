/// Whom a text mentions: some by their names, or everybody.
package struct Mentioned: Equatable, Sendable {
  /// Skeletons: of each mention those that it can mean, the likeliest first.
  package let names: [[String]]
  /// What it calls everybody by, if it does: of both the one that reaches more. Whether it may, the room's policy says.
  package let everybody: Everybody?

  package init(names: [[String]] = [], everybody: Everybody? = nil) {
    self.names = names
    self.everybody = everybody
  }

  package init(in text: String) {
    guard text.utf8.contains(UInt8(ascii: "@")) else {
      self.init()
      return
    }
    var search = MentionedNames(text)
    search.run()
    self.init(names: search.found, everybody: search.everybody)
  }
}
