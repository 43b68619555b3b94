import Base
import ChatClient
import EventLoop
import Foundation

/// The command `converse`: performs, shows how it goes, reports.
final class Converse {
  private let options: ConverseOptions
  private let reactor: Reactor
  private let conversation: Conversation
  private let result: Outcome
  private let progress: ProgressLines

  /// - Throws: one line for each reason why it can't begin.
  init(_ options: ConverseOptions) throws(ScriptLibrary.Failure) {
    self.options = options
    let scripts = try Self.open(options.scripts)
    let address: ChatAddress
    do { address = try ChatAddress(options.url) } catch { throw ScriptLibrary.Failure(reasons: ["--url \(error)"]) }
    do { reactor = try Reactor() } catch { throw ScriptLibrary.Failure(reasons: ["\(error)"]) }
    let stages = Self.stages(scripts, options, address, reactor)
    let (result, reactor) = (Outcome(), self.reactor)
    self.result = result
    progress = ProgressLines(stages, isQuiet: options.isQuiet, reactor: reactor)
    conversation = Conversation(stages, timeout: .seconds(options.timeout), reactor: reactor) { report in
      result.report = report
      reactor.stop()
    }
  }

  /// Where the report ends up.
  private final class Outcome { var report: Report? }

  private static func open(_ names: [String]) throws(ScriptLibrary.Failure) -> [Script] {
    var scripts: [Script] = []
    var reasons: [String] = []
    for name in names {
      do throws(ScriptLibrary.Failure) {
        scripts.append(try ScriptLibrary.open(name))
      } catch {
        reasons += error.reasons
      }
    }
    guard reasons.isEmpty else { throw ScriptLibrary.Failure(reasons: reasons) }
    return scripts
  }

  /// A stage for each copy of each script, each in a room of its own.
  private static func stages(
    _ scripts: [Script], _ options: ConverseOptions, _ address: ChatAddress, _ reactor: Reactor
  ) -> [Stage] {
    var used: [String: Int] = [:]
    let entropy = KernelEntropy()
    var stages: [Stage] = []
    for script in scripts {
      for _ in 0..<options.copies {
        let base = options.room ?? script.name
        let number = used[base, default: 0] + 1
        used[base] = number
        let room = number == 1 ? base : "\(base)-\(number)"
        stages.append(
          Stage(
            script: script, room: room, copy: number, passes: options.passes, pace: options.pace, address: address,
            reactor: reactor, entropy: entropy))
      }
    }
    return stages
  }

  /// - Returns: whether all was flawless.
  func run() -> Bool {
    for signal in [SIGINT, SIGTERM] {
      do {
        try reactor.onSignal(signal) { [unowned self] in interrupt() }
      } catch {
        // Then the signal ends the program without a report.
        continue
      }
    }
    conversation.start()
    progress.start()
    reactor.run()
    progress.stop()
    guard let report = result.report else { return false }
    print(options.form == .json ? report.json : report.text, terminator: "")
    fflush(nil)
    return report.isFlawless
  }

  private var wasInterrupted = false

  private func interrupt() {
    if wasInterrupted { return reactor.stop() }
    wasInterrupted = true
    conversation.interrupt()
  }
}
