import Foundation

extension HTTPSProgram {
  /// In the folder of the program that runs, however that was called. Foundation: for paths.
  static var besideThisOne: String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
  }
}
