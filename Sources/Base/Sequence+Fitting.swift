extension Sequence {
  /// How many of the first come to no more than `bytes` together, though `least` of them if there are so many.
  @inlinable package func count(within bytes: Int, atLeast least: Int = 1, length: (Element) -> Int) -> Int {
    var spare = bytes
    var count = 0
    for element in self {
      spare -= length(element)
      guard spare >= 0 || count < least else { break }
      count += 1
    }
    return count
  }
}
