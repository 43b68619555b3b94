/// What is running.
package enum Version {
  /// Of the programs; told to clients and operators.
  package static let text = read()

  /// Stands in the program's file behind a mark, with room to its right: so a release can be given a version of its own
  /// (a build's number, say) without building it anew, and `strings` finds it.
  private static let stamp: StaticString = "@(#)tchatter 0.16.0                          "
  private static let markLength = 13

  /// Left as it is by the optimizer, which would otherwise read the stamp while compiling.
  @_optimize(none)
  private static func read() -> String {
    let bytes = UnsafeBufferPointer(start: stamp.utf8Start, count: stamp.utf8CodeUnitCount)
    return String(decoding: bytes.dropFirst(markLength).prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }
}
