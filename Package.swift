// swift-tools-version: 6.2
import PackageDescription

// Releases hold the Swift runtime, so that they run where no toolchain is, and know no folder of the machine that built
// them. This is here and not on command lines: what is tested is what is shipped, and nothing is built twice.
let release = BuildSettingCondition.when(configuration: .release)
// The fuzzer brings a runtime of its own, and is linked as the toolchain does it.
let isFuzzing = Context.environment["TCHATTER_FUZZ"] != nil
let standalone: [SwiftSetting] =
  isFuzzing
  ? []
  : [
    .unsafeFlags(
      [
        "-static-stdlib", "-file-prefix-map", Context.packageDirectory + "=.", "-Xcc",
        "-ffile-prefix-map=" + Context.packageDirectory + "=.",
      ], release)
  ]

// Warnings are errors everywhere; the language mode is Swift 6, so that data races do not compile. A module that is compiled
// as a whole writes its interface on the way: a process of its own for that reads all of it twice, a fifth of the work.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .swiftLanguageMode(.v6), .unsafeFlags(["-no-emit-module-separately-wmo"]),
]

/// A library target of this package.
func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict + standalone)
}

/// A command-line program of this package.
func program(
  _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, resources: [Resource] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: strict + standalone,
    linkerSettings: isFuzzing ? [] : [.unsafeFlags(["-static-stdlib"], release)])
}

/// The unit tests of one module, in `Tests/Unit/<module>` unless told otherwise.
func tests(of module: String, _ others: [Target.Dependency] = [], path: String? = nil) -> Target {
  .testTarget(
    name: module + "Tests", dependencies: [.target(name: module)] + others, path: path ?? "Tests/Unit/" + module,
    swiftSettings: strict)
}

let package = Package(
  name: "tchatter",
  targets: [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CHiredis"),

    // What computes without a socket, a clock or a random source.
    library("Base"),
    library("JSON", ["Base"]),
    library("JWT", ["Base", "JSON"]),
    library("Audit"),
    library("HTTP", ["Base"]),
    library("WebSocket", ["Base", "HTTP"]),
    library("ChatProtocol", ["Base", "JSON", "WebSocket"]),
    library("Broker", ["Base", "ChatProtocol", "JSON"]),
    library("MemoryBroker", ["Base", "Broker", "ChatProtocol"]),
    library("Chat", ["Base", "Broker", "ChatProtocol", "JSON", "JWT", "WebSocket"]),
    library("HTTPSCalls", ["HTTP"]),
    library("Webhooks", ["Base", "Broker", "Chat", "ChatProtocol", "JSON"]),

    // What does I/O.
    library("EventLoop", ["Base", "CLinux"]),
    library("RedisClient", ["Base", "CHiredis", "EventLoop"]),
    library(
      "RedisBroker", ["Base", "Broker", "ChatProtocol", "EventLoop", "JSON", "RedisClient"],
      resources: [.embedInCode("Scripts")]),
    library("NetClient", ["Base", "EventLoop", "HTTP", "WebSocket"]),
    library("ChatClient", ["Base", "ChatProtocol", "EventLoop", "HTTP", "JSON", "NetClient", "WebSocket"]),
    library("NetServer", ["Base", "ChatProtocol", "EventLoop", "HTTP"]),
    library(
      "ChatServer",
      [
        "Base", "Broker", "Chat", "ChatProtocol", "EventLoop", "HTTP", "JSON", "JWT", "NetClient", "NetServer",
        "WebSocket", "Webhooks",
      ], resources: [.embedInCode("Fleet/Page")]),

    program(
      "tchatter",
      [
        "Base", "Broker", "ChatProtocol", "ChatServer", "EventLoop", "HTTP", "JSON", "MemoryBroker", "NetClient",
        "NetServer", "RedisBroker", "RedisClient", "Webhooks",
      ]),
    program(
      "tchatter-bots",
      [
        "Base", "ChatClient", "ChatProtocol", "EventLoop", "HTTP", "HTTPSCalls", "JSON", "NetClient", "NetServer",
        "RedisClient",
      ],
      resources: [
        .embedInCode("Scripts"), .embedInCode("Store/Scripts"), .embedInCode("VoteHTTP/Page"),
        .embedInCode("VoteHTTP/openapi.json"),
      ]),
    // By a library of Swift's that holds libcurl; no other program has it.
    program("tchatter-https", ["Base", "HTTP", "HTTPSCalls"]),
    program("dice-bot", ["ChatClient", "EventLoop"]),
    program(
      "tchatter-load",
      ["Audit", "Base", "ChatClient", "ChatProtocol", "EventLoop", "JSON", "NetClient", "WebSocket"]),

    // Tests: what several suites share, then the unit tests of each module, then the programs that suites run.
    .target(
      name: "BrokerContract", dependencies: ["Broker", "ChatProtocol", "JSON", "TestTimeout"], path: "Tests/Contract",
      swiftSettings: strict),
    .target(
      name: "ChatTestSupport",
      dependencies: ["Base", "Broker", "Chat", "ChatProtocol", "JSON", "MemoryBroker", "WebSocket"],
      path: "Tests/Support/ChatTestSupport", swiftSettings: strict + standalone),
    .target(
      name: "ServerTestSupport",
      dependencies: [
        "Base", "ChatServer", "EventLoop", "HTTP", "JSON", "MemoryBroker", "NetServer", "TestTimeout", "WebSocket",
      ],
      path: "Tests/Support/ServerTestSupport", swiftSettings: strict),
    .target(
      name: "TestBackend", dependencies: ["Base", "EventLoop", "HTTP", "WebSocket"], path: "Tests/Support/TestBackend",
      swiftSettings: strict),
    .target(name: "TokenSigner", dependencies: ["Base"], path: "Tests/Support/TokenSigner", swiftSettings: strict),
    .target(name: "TestTimeout", path: "Tests/Support/TestTimeout", swiftSettings: strict),
    .target(name: "KeptSamples", path: "Tests/Support/KeptSamples", swiftSettings: strict),
    .target(
      name: "RedisProcess", dependencies: ["RedisClient", "TestTimeout"], path: "Tests/Support/RedisProcess",
      swiftSettings: strict),
    .target(
      name: "Simulation",
      dependencies: [
        "Audit", "Base", "Broker", "Chat", "ChatProtocol", "ChatTestSupport", "JSON", "MemoryBroker", "WebSocket",
      ],
      path: "Tests/Simulation/Cluster", swiftSettings: strict + standalone),

    tests(of: "Base"),
    tests(of: "JSON"),
    tests(of: "JWT", ["Base", "TokenSigner"]),
    tests(of: "Audit"),
    tests(of: "HTTP", ["Base"]),
    tests(of: "HTTPSCalls", ["HTTP"]),
    tests(of: "WebSocket", ["Base", "HTTP"]),
    tests(of: "ChatProtocol", ["Base", "JSON", "KeptSamples", "WebSocket"]),
    tests(of: "MemoryBroker", ["Broker", "BrokerContract", "ChatProtocol"]),
    tests(
      of: "Chat",
      [
        "Base", "Broker", "ChatProtocol", "ChatTestSupport", "JSON", "JWT", "KeptSamples", "MemoryBroker",
        "TokenSigner",
      ]),
    tests(of: "Webhooks", ["Base", "Broker", "Chat", "ChatProtocol", "ChatTestSupport", "JSON", "MemoryBroker"]),
    tests(of: "Simulation", path: "Tests/Simulation/Tests"),
    tests(of: "EventLoop", ["Base"]),
    tests(of: "NetClient", ["Base", "EventLoop", "HTTP", "TestBackend", "WebSocket"]),
    tests(of: "RedisClient"),
    tests(
      of: "RedisBroker",
      ["Base", "Broker", "BrokerContract", "ChatProtocol", "EventLoop", "RedisClient", "RedisProcess", "TestTimeout"]),
    tests(
      of: "ChatClient",
      [
        "Base", "Broker", "Chat", "ChatProtocol", "ChatServer", "EventLoop", "HTTP", "JSON", "KeptSamples",
        "MemoryBroker", "JWT", "NetClient", "NetServer", "TestBackend", "TestTimeout", "TokenSigner", "WebSocket",
      ]),
    tests(
      of: "ChatServer",
      [
        "Base", "Broker", "BrokerContract", "Chat", "ChatProtocol", "EventLoop", "HTTP", "JSON", "JWT", "NetServer",
        "RedisClient", "ServerTestSupport", "TokenSigner", "WebSocket",
      ]),
    tests(of: "tchatter", ["Broker", "BrokerContract", "ChatServer", "EventLoop", "JSON", "ServerTestSupport"]),
    tests(
      of: "tchatter-bots",
      // The last one is started by tests.
      [
        "Base", "ChatClient", "ChatProtocol", "EventLoop", "HTTP", "JSON", "NetClient", "NetServer", "RedisClient",
        "RedisProcess", "TestTimeout", "WebSocket", "tchatter",
      ]),
    tests(
      of: "tchatter-load",
      [
        "Base", "Broker", "ChatClient", "ChatServer", "EventLoop", "HTTP", "JSON", "MemoryBroker", "NetClient",
        "NetServer", "WebSocket",
      ]),

    program("simulate", ["Simulation"], path: "Tests/Simulation/Program"),
    program("http-verdict", ["Base", "HTTP"], path: "Tests/Conformance/http-verdict"),
    program("websocket-echo", ["EventLoop", "HTTP", "WebSocket"], path: "Tests/Conformance/websocket-echo"),
    program("websocket-bench", ["Base", "EventLoop", "HTTP", "WebSocket"], path: "Tests/Bench/websocket-bench"),
  ]
)

// The suites of unit tests (infra/lib/programs.sh) name the test targets that they are about, or `all`: those are built, and
// what they need, but no program that none of them starts.
if let named = Context.environment["TCHATTER_TESTS"] {
  let tests = package.targets.filter(\.isTest).map(\.name)
  var open = named == "all" ? tests : named.split(separator: " ").map(String.init)
  var needed: Set<String> = []
  while let name = open.popLast() {
    guard needed.insert(name).inserted else { continue }
    for dependency in package.targets.first(where: { $0.name == name })?.dependencies ?? [] {
      if case .byNameItem(let name, _) = dependency { open.append(name) }
      if case .targetItem(let name, _) = dependency { open.append(name) }
    }
  }
  package.targets.removeAll { !needed.contains($0.name) }
}

// The fuzzer exists only when asked for (`Tests/Fuzz/run`): it and what it tests are compiled with the probes that guide it.
if isFuzzing {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Base", "ChatProtocol", "HTTP", "HTTPSCalls", "JWT", "WebSocket", "Webhooks"],
      path: "Tests/Fuzz/Program",
      swiftSettings: strict, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
  let fuzzed = ["HTTP", "HTTPSCalls", "JSON", "JWT", "WebSocket", "Webhooks"]
  for target in package.targets where fuzzed.contains(target.name) {
    target.swiftSettings = strict + [.unsafeFlags(["-sanitize=fuzzer"])]
  }
}
