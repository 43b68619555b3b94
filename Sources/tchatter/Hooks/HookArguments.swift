import ChatServer

extension HookCommand {
  private static let ofAdd: Set = ["--name", "--channels", "--template", "--rate", "--url"]
  private static let flagsOfAdd: Set = ["--create"]

  /// - Parameter arguments: those behind `hooks`.
  static func read(_ arguments: [String]) -> CommandReading<HookCommand> {
    var words = CommandWords("tchatter hooks", valued: ofAdd, flags: flagsOfAdd, arguments)
    if words.asksForHelp { return .help }
    let action = action(&words)
    let admins = words.admins()
    if admins.count > 1 { words.mistakes.append("--admin takes one instance; hooks are the fleet's") }
    guard let action, let admin = admins.first, words.mistakes.isEmpty else { return .refused(words.mistakes) }
    return .run(HookCommand(action: action, admin: admin))
  }

  private static func action(_ words: inout CommandWords) -> Action? {
    let (verb, count) = (words.words.first, words.words.count)
    switch (verb, count) {
    case ("add", 2): return .add(order(&words))
    case ("list", 1), ("revoke", 2):
      words.refuse(ofAdd.union(flagsOfAdd), "is for add")
      return count == 1 ? .list : .revoke(words.words[1])
    case ("add", _): words.mistakes.append("add takes one ROOM")
    case ("list", _): words.mistakes.append("list takes nothing but --admin")
    case ("revoke", _): words.mistakes.append("revoke takes one ID; list tells them")
    default: words.mistakes.append("the command is add, list or revoke")
    }
    return nil
  }

  private static func order(_ words: inout CommandWords) -> HookOptions {
    var order = HookOptions(room: words.words[1])
    order.name = words.options["--name"]
    order.channels = words.options["--channels"]
    order.template = words.options["--template"]
    order.mayBeNew = words.options["--create"] != nil
    if let text = words.options["--rate"] {
      order.rate = Int(text)
      if order.rate == nil { words.mistakes.append("--rate must be a number") }
    }
    if let url = words.options["--url"] {
      let isAddress = OriginPolicy.isOrigin(url.lowercased().drop(atEnd: "/"))
      if !isAddress { words.mistakes.append("--url must be like https://chat.example.org") }
      order.url = url.drop(atEnd: "/")
    }
    return order
  }
}

extension String {
  /// Without `end`, if it ends so.
  fileprivate func drop(atEnd end: String) -> String { hasSuffix(end) ? String(dropLast(end.count)) : self }
}
