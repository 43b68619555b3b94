import EventLoop

/// One `--name VALUE` of the command line, for settings of one kind: how it is read and what the help says of it.
struct CommandLineOption<Settings>: Sendable {
  let name: String
  let form: String
  let meaning: String
  /// Takes the value over; false when it is none.
  let set: @Sendable (inout Settings, String) -> Bool

  static func number(
    _ name: String, _ range: ClosedRange<Int>, _ meaning: String, _ path: WritableKeyPath<Settings, Int> & Sendable
  ) -> CommandLineOption {
    let form = "\(range.lowerBound)…\(range.upperBound)"
    return CommandLineOption(name: name, form: form, meaning: meaning) { options, text in
      guard let value = Int(text), range.contains(value) else { return false }
      options[keyPath: path] = value
      return true
    }
  }

  /// `--server HOST:PORT[,…]`.
  static func servers(
    _ meaning: String, _ path: WritableKeyPath<Settings, [SocketAddress]> & Sendable
  ) -> CommandLineOption {
    CommandLineOption(name: "server", form: "HOST:PORT[,…]", meaning: meaning) { options, text in
      let addresses = text.split(separator: ",").map { SocketAddress(String($0)) }
      options[keyPath: path] = addresses.compactMap { $0 }
      return !addresses.isEmpty && !addresses.contains(nil)
    }
  }

  /// Takes `--name VALUE` or `--name=VALUE` from the front of the rest of a command line.
  /// - Returns: what is wrong with it.
  static func take(
    _ argument: String, _ rest: inout ArraySlice<String>, of options: [CommandLineOption], into settings: inout Settings
  ) -> String? {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let option = options.first(where: { "--" + $0.name == parts[0] }) else {
      return "there is no option \(parts[0])"
    }
    guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
      return "--\(option.name) needs a value: \(option.form)"
    }
    return option.set(&settings, value) ? nil : "--\(option.name) takes \(option.form), not \"\(value)\""
  }

  /// As the help shows it.
  var help: String { "  --\(name) \(form)\n      \(meaning)" }
}

extension CommandLineOption<Options> {
  /// The bounds keep the tables of a run within memory, and the numbers within their places in a marker.
  static var all: [CommandLineOption] {
    [
      servers("the instances; clients of a room are spread over them [127.0.0.1:8080]", \.servers),
      CommandLineOption(
        name: "server-pid", form: "PID[,…]",
        meaning: "the server's processes (and Redis's), whose CPU and memory are counted"
      ) { options, text in
        let ids = text.split(separator: ",").map { Int32($0) }
        options.processes = ids.compactMap { $0 }
        return !ids.isEmpty && ids.count == options.processes.count
      },
      number("clients", 1...1_000_000, "connections", \.clients),
      number("rooms", 1...1_000_000, "rooms, over which the clients are spread", \.rooms),
      number("publishers", 1...1000, "members of each room that send [1]", \.publishers),
      number("messages", 1...100_000_000, "messages to send, in all rooms together", \.messages),
      number("size", 16...4000, "bytes of a message's text [128]", \.size),
      number("window", 1...65_536, "messages of a publisher that are not yet with everybody [16; rooms: 1]", \.window),
      number("rate", 1...10_000_000, "messages a second at fixed times instead, all publishers together", \.rate),
      number("reads", 1...3600, "with a rate: seconds in which each client moves its read mark once", \.reads),
      number("hold", 0...3600, "seconds that idle connections are held [3]", \.hold),
      number("opening", 1...10_000, "connections opened at a time [128]", \.opening),
      number("timeout", 1...86_400, "seconds for everything, then the run has failed [120]", \.timeout),
      CommandLineOption(
        name: "until", form: "upgrade|welcome|joined", meaning: "how far a storm's connections go [joined]"
      ) { options, text in
        guard let depth = Options.Depth(rawValue: text) else { return false }
        options.depth = depth
        return true
      },
      CommandLineOption(
        name: "dialect", form: "tchatter|plain|nats", meaning: "what the server speaks [tchatter]"
      ) { options, text in
        guard let dialect = Dialect(rawValue: text) else { return false }
        options.dialect = dialect
        return true
      },
      CommandLineOption(name: "label", form: "TEXT", meaning: "is repeated in the result") { options, text in
        options.label = text
        return true
      },
    ]
  }
}
