// Fuzzes one of the decoders: `fuzz TARGET` and libFuzzer's options and folders.

/// What is called with each input; 0 for all that do not trap.
typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

let targets: [String: Target] = [
  "http-request": { fuzzRequest($0, $1) },
  "http-response": { fuzzResponse($0, $1) },
  "websocket-server": { fuzzFrames($0, $1, role: .server) },
  "websocket-client": { fuzzFrames($0, $1, role: .client) },
  "hook-payload": { fuzzHookPayload($0, $1) },
  "token": { fuzzToken($0, $1) },
  "call-frames": { fuzzCallFrames($0, $1) },
  "tunnel-head": { fuzzTunnelHead($0, $1) },
]

/// libFuzzer's loop. Its own `main` is not used, because the package manager names a program's entry itself.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: Target
) -> CInt

guard CommandLine.arguments.count > 1, let target = targets[CommandLine.arguments[1]] else {
  fatalError("usage: fuzz TARGET …, one of \(targets.keys.sorted().joined(separator: ", "))")
}
// To libFuzzer the target's name is the program's. It does not return when something was found.
var count = CommandLine.argc - 1
var arguments = CommandLine.unsafeArgv + 1
_ = runDriver(&count, &arguments, target)
