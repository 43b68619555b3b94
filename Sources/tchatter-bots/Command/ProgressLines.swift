import Base
import ChatClient
import EventLoop
import Foundation

/// What is seen while it runs, on standard error: of one conversation its lines, of several how far they are.
final class ProgressLines {
  /// Between two lines on several conversations.
  private static let interval: TimeSpan = .seconds(2)

  private let stages: [Stage]
  private let isQuiet: Bool
  private let reactor: Reactor
  private var timer: EventLoop.Timer?

  init(_ stages: [Stage], isQuiet: Bool, reactor: Reactor) {
    self.stages = stages
    self.isQuiet = isQuiet
    self.reactor = reactor
  }

  func start() {
    guard !isQuiet else { return }
    if stages.count == 1 {
      stages[0].onLine = { [unowned self] _, message in write("\(message.from.name): \(Self.flat(message.text))") }
    } else {
      timer = reactor.every(Self.interval) { [unowned self] in write(status) }
    }
  }

  func stop() {
    timer?.cancel()
  }

  private var status: String {
    let bots = stages.flatMap(\.performers)
    let said = stages.reduce(0) { $0 + $1.linesSaid }
    let planned = stages.reduce(0) { $0 + min($1.linesPlanned, 1 << 40) }
    let of = planned >= 1 << 40 ? "" : " of \(planned)"
    let losses = bots.reduce(0) { $0 + $1.participant.counters.losses }
    let moves = bots.reduce(0) { $0 + $1.participant.counters.moves }
    return "\(bots.count { $0.isReady }) of \(bots.count) bots there, \(said)\(of) lines said, "
      + "\(stages.count { $0.isDone }) of \(stages.count) conversations done, \(losses) reconnects, \(moves) moves"
  }

  private static func flat(_ text: String) -> String { text.replacingOccurrences(of: "\n", with: " / ") }

  private func write(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
