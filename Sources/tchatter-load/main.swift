import Foundation
import Glibc

/// Descriptors that the program itself needs beside its connections.
let spareDescriptors = 64

/// Lets the process open as many descriptors as it may.
/// - Returns: how many.
func raiseDescriptorLimit() -> Int {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  limit.rlim_cur = limit.rlim_max
  setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  return Int(clamping: limit.rlim_cur)
}

func complain(_ text: String, _ status: Int32) -> Never {
  Console.write("tchatter-load: \(text)")
  exit(status)
}

func run(_ options: Options) -> Int32 {
  let connections = options.mode == .storm ? options.opening : options.clients
  let limit = raiseDescriptorLimit()
  guard connections + spareDescriptors <= limit else {
    complain("\(connections) connections need more than the \(limit) descriptors allowed (ulimit -n)", 1)
  }
  do throws(Failure) {
    let run = try Run(options)
    do throws(Failure) { try Scenario.play(run) } catch { run.report.failure = error.description }
    print(options.isJSON ? run.report.json : run.report.text)
    return run.report.failure == nil ? 0 : 1
  } catch {
    complain(error.description, 1)
  }
}

/// Plays an audit, and tells what came of it.
func audit(_ options: AuditOptions) -> Int32 {
  let limit = raiseDescriptorLimit()
  // While it moves, a client has two connections.
  guard options.clients * 2 + spareDescriptors <= limit else {
    complain("\(options.clients) clients need more than the \(limit) descriptors allowed (ulimit -n)", 1)
  }
  let report: AuditReport
  do throws(Failure) { report = try AuditRun(options).play() } catch { complain(error.description, 1) }
  print(report.text)
  if !options.json.isEmpty {
    do {
      try Data((report.json + "\n").utf8).write(to: URL(fileURLWithPath: options.json))
    } catch {
      complain("\(options.json) can't be written: \(error.localizedDescription)", 1)
    }
  }
  return report.failure == nil ? 0 : 1
}

/// One line on standard output, which nobody has to wait for, as they would for what `print` keeps.
func tellAtOnce(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// Plays clients that stay, and tells what came of it.
func stay(_ options: StayOptions) -> Int32 {
  let limit = raiseDescriptorLimit()
  guard options.clients + spareDescriptors <= limit else {
    complain("\(options.clients) clients need more than the \(limit) descriptors allowed (ulimit -n)", 1)
  }
  let report: StayReport
  do throws(Failure) { report = try StayRun(options).play(tellAtOnce) } catch { complain(error.description, 1) }
  print(report.json)
  return report.failure == nil ? 0 : 1
}

switch Invocation(Array(CommandLine.arguments.dropFirst())) {
case .auditHelp: print(AuditOptions.helpText, terminator: "")
case .stayHelp: print(StayOptions.helpText, terminator: "")
case .help: print(Invocation.helpText, terminator: "")
case .refused(let mistake): complain("\(mistake) (--help explains)", 2)
case .run(let options): exit(run(options))
case .audit(let options): exit(audit(options))
case .stay(let options): exit(stay(options))
}
