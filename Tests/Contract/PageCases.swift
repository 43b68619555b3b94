import Broker
import Testing

extension ContractCase {
  /// The files of the page.
  static let pages = [
    ContractCase("a file of the page is found by its version and path, by every instance, byte by byte") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      #expect(try b.answer(FindPageFile("app.js", of: "1-a")) == nil)
      let bytes = (0...255).map { UInt8($0) }
      try a.answer(StorePage(version: "1-a", files: ["app.js": bytes, "client/empty.js": []]))
      try b.answer(StorePage(version: "2-b", files: ["app.js": [2]]))
      #expect(try b.answer(FindPageFile("app.js", of: "1-a")) == bytes)
      #expect(try b.answer(FindPageFile("client/empty.js", of: "1-a")) == [])
      #expect(try a.answer(FindPageFile("app.js", of: "2-b")) == [2])
      for (path, version) in [("client/empty.js", "2-b"), ("app.js", "1"), ("", "1-a"), ("app.js", "")] {
        #expect(try a.answer(FindPageFile(path, of: version)) == nil)
      }
    },
    ContractCase("a version that is stored again stays as it is") { fleet in
      let a = try ContractInstance("a", on: fleet)
      for _ in 0..<2 { try a.answer(StorePage(version: "1-a", files: ["app.js": [1], "b.js": [2]])) }
      #expect(try a.answer(FindPageFile("b.js", of: "1-a")) == [2])
    },
  ]
}
