import Foundation

/// Where scripts come from: files, and the plays that are part of the program.
enum ScriptLibrary {
  /// The plays that are part of the program, by name.
  static let shipped: [(name: String, bytes: [UInt8])] = [
    ("macbeth", PackageResources.macbeth_txt),
    ("earnest", PackageResources.earnest_txt),
    ("tea-party", PackageResources.tea_party_txt),
  ]

  /// A script that could not be had: one line for each reason.
  struct Failure: Error, Equatable {
    let reasons: [String]
  }

  /// Reads a script by the path of its file, or by the name of one that is part of the program.
  static func open(_ argument: String) throws(Failure) -> Script {
    let (name, bytes) = try read(argument)
    switch ScriptParser.parse(bytes, name: name) {
    case .success(let script): return script
    case .failure(let mistakes): throw Failure(reasons: mistakes.list.map { "\(argument): \($0)" })
    }
  }

  private static func read(_ argument: String) throws(Failure) -> (name: String, bytes: [UInt8]) {
    if let play = shipped.first(where: { $0.name == argument }) { return play }
    guard let data = FileManager.default.contents(atPath: argument) else {
      let names = shipped.map(\.name).joined(separator: ", ")
      throw Failure(reasons: ["\(argument): there is no such file to be read, and no play of that name (\(names))"])
    }
    return (name(ofFile: argument), Array(data))
  }

  /// A room's name made of a file's: small letters, digits and hyphens.
  static func name(ofFile path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    let name = stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
    return name.isEmpty ? "script" : String(name.prefix(40))
  }
}
