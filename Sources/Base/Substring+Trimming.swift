extension Substring {
  /// Without the characters at both ends that `drop` admits.
  package func trimming(while drop: (Character) -> Bool) -> String {
    var rest = self.drop(while: drop)
    while let last = rest.last, drop(last) { rest.removeLast() }
    return String(rest)
  }
}
