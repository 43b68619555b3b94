/// A line of a message that names what of its payload is not in it: whoever posted it was answered that all is well.
enum UnshownParts {
  /// How many are named, and as much of each name as that: characters.
  private static let most = 5, longestName = 60

  /// Empty where everything is shown.
  static func line(_ names: [String]) -> String {
    var told: [String] = []
    for name in names.lazy.map({ HookText.clean(String($0.prefix(longestName))) }) where told.count <= most {
      let name = name.isEmpty ? "block" : name
      if !told.contains(name) { told.append(told.count < most ? name : "…") }
    }
    return told.isEmpty ? "" : "[not shown: \(told.joined(separator: ", "))]"
  }
}
