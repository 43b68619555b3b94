import ChatServer
import NetServer

/// The words and options of a command line that speaks to an instance's admin listener, and what is wrong with them.
struct CommandWords {
  /// The command, as its help is asked for: `tchatter hooks`.
  let command: String
  /// Options with a value, and those without; `--admin` is always one.
  let valued: Set<String>
  let flags: Set<String>

  private(set) var words: [String] = []
  private(set) var options: [String: String] = [:]
  var mistakes: [String] = []
  private(set) var isHelpAsked = false

  init(_ command: String, valued: Set<String>, flags: Set<String>, _ arguments: [String]) {
    self.command = command
    self.valued = valued.union(["--admin"])
    self.flags = flags
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-") else {
        words.append(argument)
        continue
      }
      if argument == "--help" || argument == "-h" { isHelpAsked = true }
      take(option: argument, &rest)
    }
  }

  private mutating func take(option argument: String, _ rest: inout ArraySlice<String>) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    guard valued.contains(name) || flags.contains(name) else {
      mistakes.append("\(Log.quoted(argument)) is not known; \(command) --help tells what is")
      return
    }
    guard let value = flags.contains(name) ? "" : parts.count == 2 ? parts[1] : rest.popFirst() else {
      mistakes.append("\(name) needs a value")
      return
    }
    if options.updateValue(value, forKey: name) != nil { mistakes.append("\(name) is given twice") }
  }

  /// Also where nothing is asked at all.
  var asksForHelp: Bool { isHelpAsked || (words.isEmpty && options.isEmpty && mistakes.isEmpty) }

  /// Options that mean nothing to what is asked.
  mutating func refuse(_ names: some Collection<String>, _ reason: String) {
    for name in options.keys.sorted() where names.contains(name) { mistakes.append("\(name) \(reason)") }
  }

  /// The admin listeners that are named, separated by commas; the usual one where none is.
  mutating func admins(otherwise usual: Endpoint = Configuration().adminListen) -> [Endpoint] {
    guard let text = options["--admin"] else { return [usual] }
    let endpoints = text.split(separator: ",", omittingEmptySubsequences: false).map { Self.endpoint(String($0)) }
    if endpoints.contains(nil) { mistakes.append("--admin must be like 127.0.0.1:9080 or [::1]:9080") }
    return endpoints.compactMap { $0 }
  }

  private static func endpoint(_ text: String) -> Endpoint? {
    Endpoint(text.hasPrefix("localhost:") ? "127.0.0.1" + text.dropFirst("localhost".count) : text)
  }
}
