import Foundation

/// A process of the server under test, as `/proc` shows it.
struct ServerProcess {
  let id: Int32

  /// Seconds of CPU that it has used, in user and kernel mode: to the nanosecond where the kernel keeps statistics of its
  /// scheduler, else to the tick.
  func cpuSeconds() throws(Failure) -> Double {
    if let threadSeconds { return threadSeconds }
    return try tickSeconds()
  }

  /// The sum over its threads (`/proc/ID/task/THREAD/schedstat`, the first number, nanoseconds).
  private var threadSeconds: Double? {
    guard let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task") else { return nil }
    let times = threads.compactMap { thread in
      (try? read("task/\(thread)/schedstat"))?.split(separator: " ").first.flatMap { Double($0) }
    }
    return times.isEmpty ? nil : times.reduce(0, +) / 1e9
  }

  /// `proc(5)`, stat, fields 14 and 15, in ticks of usually 10 ms.
  private func tickSeconds() throws(Failure) -> Double {
    // The command in field 2 may hold anything, blanks and brackets too: count from the last bracket.
    let text = try read("stat")
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      throw Failure("/proc/\(id)/stat is not readable")
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Bytes of its own memory that are resident (`proc(5)`, status, RssAnon).
  func residentBytes() throws(Failure) -> Int {
    let line = try read("status").split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    guard let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) else {
      throw Failure("/proc/\(id)/status does not tell its memory")
    }
    return kilobytes * 1024
  }

  private func read(_ file: String) throws(Failure) -> String {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/\(file)", encoding: .utf8) else {
      throw Failure("there is no process \(id) (--server-pid)")
    }
    return text
  }
}

extension [ServerProcess] {
  /// All together; nothing without processes.
  func cpuSeconds() throws(Failure) -> Double? {
    guard !isEmpty else { return nil }
    var sum = 0.0
    for process in self { sum += try process.cpuSeconds() }
    return sum
  }

  func residentBytes() throws(Failure) -> Int? {
    guard !isEmpty else { return nil }
    var sum = 0
    for process in self { sum += try process.residentBytes() }
    return sum
  }
}
