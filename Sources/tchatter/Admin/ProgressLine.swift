import Foundation

/// How far something is, in one line of a terminal that is written again and again; nothing where a script looks on.
/// Foundation: for the standard error.
struct ProgressLine {
  private let isShown = isatty(FileHandle.standardError.fileDescriptor) == 1

  func show(_ text: String) { write("\r\u{1B}[K\(text)") }
  func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) {
    if isShown { FileHandle.standardError.write(Data(text.utf8)) }
  }
}
