// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors everywhere; the language mode is Swift 6, so that data races do not compile.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .swiftLanguageMode(.v6)]

/// A library target of this package.
func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// A command-line program of this package.
func program(
  _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, resources: [Resource] = []
) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: strict)
}

/// The unit tests of one module, in `Tests/<module>Tests`.
func tests(of module: String, _ others: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: module + "Tests", dependencies: [.target(name: module)] + others, swiftSettings: strict)
}

let package = Package(
  name: "tchatter",
  targets: [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CHiredis"),

    library("Bytes"),
    library("Digest"),
    library("Audit"),
    library("HTTP"),
    library("WebSocket", ["HTTP", "Digest"]),
    library("Chat", ["Bytes", "Digest"]),
    library("EventLoop", ["CLinux", "Bytes"]),
    library("Redis", ["CHiredis", "EventLoop", "Chat", "Bytes"], resources: [.embedInCode("Scripts")]),
    library("ChatClient", ["EventLoop", "HTTP", "WebSocket", "Chat", "Bytes"]),
    library("ChatServer", ["EventLoop", "HTTP", "WebSocket", "Chat", "ChatClient", "Bytes"]),

    program("tchatter", ["ChatServer", "Redis", "Chat", "EventLoop"]),
    program(
      "tchatter-bots", ["ChatClient", "Chat", "EventLoop", "Redis", "Digest"], resources: [.embedInCode("Scripts")]),
    program("dice-bot", ["ChatClient", "EventLoop"]),
    program("tchatter-load", ["Audit", "ChatClient", "Chat", "EventLoop", "HTTP", "WebSocket"]),
    program("websocket-echo", ["EventLoop", "HTTP", "WebSocket", "Bytes"], path: "Tests/websocket-echo"),
    program("websocket-bench", ["EventLoop", "HTTP", "WebSocket"], path: "Tests/websocket-bench"),
    program("simulate", ["Simulation", "Audit"], path: "Tests/simulate"),
    program("http-verdict", ["HTTP"], path: "Tests/http-verdict"),

    .target(
      name: "BrokerContract", dependencies: ["Chat"], path: "Tests/BrokerContract", swiftSettings: strict),
    .target(name: "KeptSamples", path: "Tests/KeptSamples", swiftSettings: strict),
    .target(name: "RedisProcess", path: "Tests/RedisProcess", swiftSettings: strict),

    tests(of: "Bytes"),
    tests(of: "Digest"),
    tests(of: "Audit"),
    tests(of: "HTTP"),
    tests(of: "WebSocket", ["HTTP"]),
    tests(of: "Chat", ["Bytes", "BrokerContract", "KeptSamples"]),
    .target(
      name: "Simulation", dependencies: ["Chat", "Audit", "Bytes"], path: "Tests/Simulation", swiftSettings: strict),
    tests(of: "Simulation", ["Chat", "Audit"]),
    tests(of: "EventLoop", ["Bytes"]),
    tests(of: "Redis", ["Chat", "EventLoop", "BrokerContract", "RedisProcess"]),
    tests(of: "ChatClient", ["Chat", "ChatServer", "EventLoop", "WebSocket", "KeptSamples"]),
    tests(of: "ChatServer", ["Chat", "EventLoop", "ChatClient"]),
    tests(of: "tchatter-bots", ["ChatClient", "Chat", "EventLoop", "Redis", "RedisProcess", "tchatter"]),
    .testTarget(
      name: "LoadTests",
      dependencies: ["tchatter-load", "ChatClient", "ChatServer", "Chat", "EventLoop", "HTTP", "WebSocket"],
      swiftSettings: strict),
  ]
)

// Fuzz targets exist only when asked for (`Tests/fuzz/run`): they and what they test are compiled with the fuzzer's
// probes.
if Context.environment["TCHATTER_FUZZ"] != nil {
  let probes: SwiftSetting = .unsafeFlags(["-sanitize=fuzzer"])
  package.targets.append(.target(name: "FuzzDriver", path: "Tests/fuzz/driver", swiftSettings: strict))
  for (name, module) in [
    ("http-request", "HTTP"), ("http-response", "HTTP"), ("websocket-server", "WebSocket"),
    ("websocket-client", "WebSocket"), ("hook-payload", "Chat"),
  ] {
    package.targets.append(
      .executableTarget(
        name: "fuzz-" + name, dependencies: ["FuzzDriver", .target(name: module)], path: "Tests/fuzz/" + name,
        swiftSettings: strict, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
  }
  for target in package.targets where ["HTTP", "WebSocket", "Chat"].contains(target.name) {
    target.swiftSettings = strict + [probes]
  }
}
