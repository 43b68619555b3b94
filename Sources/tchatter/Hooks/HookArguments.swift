import ChatServer

/// The words of a command line as they are taken, and what is wrong with them.
struct HookArguments {
  private static let common: Set = ["--admin"]
  private static let ofAdd: Set = ["--name", "--channels", "--template", "--rate", "--url", "--create"]

  private var words: [String] = []
  private var options: [String: String] = [:]
  private var mistakes: [String] = []
  private var asksForHelp = false

  mutating func take(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-") else {
        words.append(argument)
        continue
      }
      if argument == "--help" || argument == "-h" { asksForHelp = true }
      take(option: argument, &rest)
    }
  }

  private mutating func take(option argument: String, _ rest: inout ArraySlice<String>) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    guard Self.common.contains(name) || Self.ofAdd.contains(name) else {
      mistakes.append("\(Log.quoted(argument)) is not known; tchatter hooks --help tells what is")
      return
    }
    let isFlag = name == "--create"
    guard let value = isFlag ? "" : parts.count == 2 ? parts[1] : rest.popFirst() else {
      mistakes.append("\(name) needs a value")
      return
    }
    if options.updateValue(value, forKey: name) != nil { mistakes.append("\(name) is given twice") }
  }

  var result: HookCommand.Reading {
    if asksForHelp || (words.isEmpty && options.isEmpty && mistakes.isEmpty) { return .help }
    var mistakes = mistakes
    guard let action = action(&mistakes), let admin = admin(&mistakes), mistakes.isEmpty else {
      return .refused(mistakes)
    }
    return .run(HookCommand(action: action, admin: admin))
  }

  private func action(_ mistakes: inout [String]) -> HookCommand.Action? {
    switch (words.first, words.count) {
    case ("add", 2): return .add(order(words[1], &mistakes))
    case ("list", 1), ("revoke", 2):
      for name in options.keys.sorted() where Self.ofAdd.contains(name) { mistakes.append("\(name) is for add") }
      return words.count == 1 ? .list : .revoke(words[1])
    case ("add", _): mistakes.append("add takes one ROOM")
    case ("list", _): mistakes.append("list takes nothing but --admin")
    case ("revoke", _): mistakes.append("revoke takes one ID; list tells them")
    default: mistakes.append("the command is add, list or revoke")
    }
    return nil
  }

  private func order(_ room: String, _ mistakes: inout [String]) -> HookOptions {
    var order = HookOptions(room: room)
    order.name = options["--name"]
    order.channels = options["--channels"]
    order.template = options["--template"]
    order.mayBeNew = options["--create"] != nil
    if let text = options["--rate"] {
      order.rate = Int(text)
      if order.rate == nil { mistakes.append("--rate must be a number") }
    }
    if let url = options["--url"] {
      let isAddress = OriginPolicy.isOrigin(url.lowercased().drop(atEnd: "/"))
      if !isAddress { mistakes.append("--url must be like https://chat.example.org") }
      order.url = url.drop(atEnd: "/")
    }
    return order
  }

  private func admin(_ mistakes: inout [String]) -> Endpoint? {
    guard let text = options["--admin"] else { return Configuration().adminListen }
    let numeric = text.hasPrefix("localhost:") ? "127.0.0.1" + text.dropFirst("localhost".count) : text
    let endpoint = Endpoint(numeric)
    if endpoint == nil { mistakes.append("--admin must be like 127.0.0.1:9080 or [::1]:9080") }
    return endpoint
  }
}

extension String {
  /// Without `end`, if it ends so.
  fileprivate func drop(atEnd end: String) -> String { hasSuffix(end) ? String(dropLast(end.count)) : self }
}
