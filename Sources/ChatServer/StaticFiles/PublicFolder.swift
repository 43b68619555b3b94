import Foundation
import NetServer

/// The folder of the page on disk, read once at start. (Foundation: for walking through it.)
package enum PublicFolder {
  /// A folder that holds more, by mistake, is refused rather than loaded: bytes, files.
  static let longestFile = 4 << 20
  static let totalLimit = 32 << 20
  static let countLimit = 2_000

  /// Why a folder can't be served; the end of a sentence.
  package struct Refusal: Error, Equatable {
    package let reason: String
  }

  /// Reads every regular file; hidden ones and links are left out.
  package static func load(_ folder: String) throws(Refusal) -> StaticFiles {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
      let names = FileManager.default.enumerator(atPath: folder)
    else {
      throw Refusal(reason: "\(Log.quoted(folder)) is not a folder that can be read")
    }
    var contents: [String: [UInt8]] = [:]
    var total = 0
    while let path = names.nextObject() as? String {
      guard names.fileAttributes?[.type] as? FileAttributeType == .typeRegular, isServable(path) else { continue }
      let bytes = try read(folder + "/" + path)
      total += bytes.count
      contents[path] = bytes
      guard total <= totalLimit, contents.count <= countLimit else {
        throw Refusal(reason: "\(Log.quoted(folder)) holds too much to be a page")
      }
    }
    return StaticFiles(contents: contents)
  }

  /// `Public` beside the program or in a folder above it (`.build/release/tchatter` lies in the package), else in the
  /// current folder; `nil` when there is none with an `index.html`.
  package static func find(program: String) -> String? {
    var folders: [String] = []
    var folder = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<5 {
      folders.append(folder.path)
      folder = folder.deletingLastPathComponent()
    }
    folders.append(FileManager.default.currentDirectoryPath)
    return folders.map { $0 + "/Public" }.first { FileManager.default.fileExists(atPath: $0 + "/index.html") }
  }

  private static func read(_ path: String) throws(Refusal) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= longestFile else {
      throw Refusal(reason: "\(Log.quoted(path)) can't be read, or is larger than \(longestFile >> 20) MiB")
    }
    return [UInt8](data)
  }

  private static func isServable(_ path: String) -> Bool {
    path.utf8.allSatisfy { (0x21...0x7e).contains($0) } && !path.split(separator: "/").contains { $0.hasPrefix(".") }
  }
}
