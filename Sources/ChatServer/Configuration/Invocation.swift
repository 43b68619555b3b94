/// What a command line and an environment ask for.
package enum Invocation: Equatable, Sendable {
  /// Run like this. `remarks` are things that look like mistakes but don't prevent it, one line each.
  case run(Configuration, remarks: [String])
  case help
  case version
  /// It can't be done: one line for each mistake, all of them.
  case refused([String])

  /// Flags win over the environment.
  /// - Parameters:
  ///   - arguments: without the program's name.
  package init(arguments: [String], environment: [String: String]) {
    var reading = Reading()
    reading.take(environment)
    reading.take(arguments)
    self = reading.result
  }

  /// The text of `--help`.
  package static var helpText: String {
    let defaults = Configuration()
    let lines = Setting.all.map { setting in
      let shown = setting.show(defaults)
      let value = shown.isEmpty ? "" : " [\(shown)]"
      return "  --\(setting.flag) \(setting.form)\(value)\n      \(setting.meaning) (\(setting.variable))"
    }
    return """
      tchatter – one instance of a chat server: a page, WebSockets, rooms, history.

      Usage: tchatter [--SETTING VALUE]…
             tchatter hooks …             incoming webhooks; tchatter hooks --help tells more
             tchatter top …               how the fleet is at this moment
             tchatter follow …            the traffic of one person or room, without what is written
             tchatter users …             who is connected, and what is decided about them
             tchatter rooms …             what may be done in a room, and by whom
             tchatter bots …              keys for programs
             tchatter statistics …        what the store has, and whether anything was lost
             tchatter export …            what people wrote, as the store has it
             tchatter erase …             takes what somebody wrote out of the store, for good
             tchatter abandoned …         what nobody has used for long
             tchatter health …            how an instance is, as a status

      Each setting is also a variable of the environment; the command line wins.

      \(lines.joined(separator: "\n"))
        --version
        --help

      Exit status: \(ExitStatus.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ")).

      """
  }
}

/// The mistakes and values found so far.
private struct Reading {
  private var configuration = Configuration()
  private var mistakes: [String] = []
  private var remarks: [String] = []
  private var asked: Invocation?

  var result: Invocation {
    if let asked { return asked }
    let mistakes = mistakes + omissions
    return mistakes.isEmpty ? .run(configuration, remarks: remarks + contradictions) : .refused(mistakes)
  }

  /// Settings that are dangerous, or nothing, without another one.
  private var omissions: [String] {
    var omissions: [String] = []
    let tokens = configuration.hub.tokens
    if configuration.proxyUsers == .yes, tokens.audience == nil || tokens.issuer == nil {
      omissions.append("proxy-users yes needs token-audience and token-issuer: its key signs for others, too")
    }
    if configuration.proxyHeader.user == nil, configuration.proxyHeader != ProxyHeader() {
      omissions.append("proxy-name-header and proxy-user-issuer mean nothing without proxy-user-header")
    }
    if (configuration.archive == nil) != (configuration.archiveKey == nil) {
      omissions.append("archive and archive-key need each other")
    }
    return omissions
  }

  /// Settings that mean nothing without another one.
  private var contradictions: [String] {
    let tokens = configuration.hub.tokens
    guard !tokens.areInUse, configuration.proxyUsers == .no else { return [] }
    var remarks: [String] = []
    if tokens.audience != nil || tokens.issuer != nil {
      remarks.append("token-audience and token-issuer mean nothing without token-secrets")
    }
    if configuration.hub.guests == .no, configuration.proxyHeader.user == nil {
      remarks.append("guests no without token-secrets lets nobody in but bots with a key, and operators")
    }
    return remarks
  }

  mutating func take(_ environment: [String: String]) {
    for setting in Setting.all {
      guard let text = environment[setting.variable], !text.isEmpty else { continue }
      read(text, as: setting, called: setting.variable)
    }
    let known = Set(Setting.all.map(\.variable))
    for name in environment.keys.sorted() where name.hasPrefix("TCHATTER_") && !known.contains(name) {
      remarks.append("\(Log.quoted(name)) in the environment is not a setting")
    }
    if environment["SWIFT_DETERMINISTIC_HASHING"] != nil {
      mistakes.append("SWIFT_DETERMINISTIC_HASHING must not be set: it lets strangers slow the server down")
    }
  }

  mutating func take(_ arguments: [String]) {
    var rest = arguments[...]
    var seen: Set<String> = []
    while let argument = rest.popFirst() {
      if argument == "--help" || argument == "-h" { return asked = .help }
      if argument == "--version" { return asked = .version }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let setting = Setting.all.first(where: { "--" + $0.flag == parts[0] }) else {
        mistakes.append("\(Log.quoted(argument)) is not known; --help lists what is")
        continue
      }
      if !seen.insert(setting.flag).inserted { mistakes.append("--\(setting.flag) is given twice") }
      guard let text = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
        mistakes.append("--\(setting.flag) needs a value: \(setting.form)")
        continue
      }
      read(text, as: setting, called: "--" + setting.flag)
    }
  }

  private mutating func read(_ text: String, as setting: Setting, called name: String) {
    guard let objection = setting.read(text, &configuration) else { return }
    mistakes.append("\(name) \(objection)")
  }
}
