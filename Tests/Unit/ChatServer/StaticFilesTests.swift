import Foundation
import Testing

@testable import ChatServer
@testable import NetServer

@Suite struct StaticFilesTests {
  private let files = StaticFiles(contents: [
    "index.html": Array("<p>".utf8), "client/a.js": Array("1".utf8), "b.unknown": [],
  ])

  @Test func `a file is found under its path, and the page under the root`() {
    #expect(files["/"]?.entityTag == files["/index.html"]?.entityTag)
    #expect(files["/client/a.js"]?.contentType == "text/javascript; charset=utf-8")
    #expect(files["/b.unknown"]?.contentType == "application/octet-stream")
  }

  @Test(arguments: [
    "", "//", "/client", "/client/", "/client/../index.html", "/./index.html", "/%69ndex.html", "index.html",
    "/index.html/", "/index.html%00", "/INDEX.HTML", "/..%2findex.html", "\\index.html", "/client\\a.js",
    "http://host/index.html", "/i\u{301}ndex.html", "/../../etc/passwd",
  ])
  func `no other spelling of a path is answered`(_ path: String) {
    #expect(files[path] == nil)
  }

  @Test func `a tag differs where the contents differ`() {
    #expect(EntityTag.of([1]) != EntityTag.of([2]))
    #expect(EntityTag.of([]) != EntityTag.of([0]))
  }

  @Test func `the page has another tag when one of its files has changed, is new, or is gone`() {
    let pages: [[String: [UInt8]]] = [
      ["a.js": [1], "b.js": [2]], ["a.js": [1], "b.js": [3]], ["a.js": [2], "b.js": [1]], ["a.js": [1]],
      ["a.js": [1], "b.js": [2], "c.js": []], [:],
    ]
    #expect(Set(pages.map { StaticFiles(contents: $0).version }).count == pages.count)
    #expect(StaticFiles(contents: pages[0]).version == StaticFiles(contents: pages[0]).version)
  }

  @Test func `the page names its own files with their version, and nothing else`() throws {
    let text = #"<a href="/a.js"><a href="/b/a.js"><a href="/a.js?x"><a href='/a.js'><a href="/other.js"><a href="/">"#
    let files = StaticFiles(contents: ["index.html": Array(text.utf8), "a.js": [1], "b/a.js": [2]])
    let version = files.version
    let page = try #require(files["/"])
    let named =
      #"<a href="/v/\#(version)/a.js"><a href="/v/\#(version)/b/a.js"><a href="/a.js?x"><a href='/a.js'>"#
      + #"<a href="/other.js"><a href="/">"#
    #expect(String(decoding: page.body.bytes, as: UTF8.self) == named)
    #expect(files["/v/\(version)/b/a.js"].map { Array($0.body.bytes) } == [2])
    #expect(files["/v/\(version)/index.html"] == nil && files["/v/other/a.js"] == nil)
    #expect(StaticFiles().version == "" && StaticFiles().paths == [])
  }

  @Test(arguments: [
    ("/v/1-a/app.js", "1-a", "app.js"), ("/v/a/client/x.js", "a", "client/x.js"), ("/v/a//x", "a", "/x"),
    ("/v/a/../x", "a", "../x"), ("/v/a/%41", "a", "%41"),
  ])
  func `a path with a version is read as it was sent`(_ path: String, _ version: String, _ file: String) {
    let parsed = PageVersion.parse(path)
    #expect(parsed?.version == version && parsed?.path == file)
  }

  @Test(arguments: [
    "", "/", "/v", "/v/", "/v//app.js", "/v/a", "/v/a/", "/v/A/app.js", "/v/a:b/app.js", "/v/*/x", "/w/a/x",
    "/v/\(String(repeating: "a", count: 41))/x", "/v/a/\(String(repeating: "x", count: 200))", "/v/a/ü", "/v/é/x",
  ])
  func `other paths name no version`(_ path: String) {
    #expect(PageVersion.parse(path) == nil)
  }

  @Test(arguments: [
    ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"b\"", false), ("a", false),
    ("", false),
  ])
  func `a browser's copy is recognised`(_ field: String, _ isNamed: Bool) {
    #expect(EntityTag.isNamed("\"a\"", in: field) == isNamed)
  }

  @Test func `a folder is read without its hidden files and links`() throws {
    let folder = NSTemporaryDirectory() + "tchatter-public-\(UUID().uuidString)"
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/sub/.git", withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: folder) }
    for path in ["index.html", "sub/x.css", ".hidden", "sub/.git/config"] {
      #expect(manager.createFile(atPath: folder + "/" + path, contents: Data("x".utf8)))
    }
    try manager.createSymbolicLink(atPath: folder + "/passwd", withDestinationPath: "/etc/passwd")
    #expect(try PublicFolder.load(folder).contents.keys.sorted() == ["index.html", "sub/x.css"])
    #expect(throws: PublicFolder.Refusal.self) { try PublicFolder.load(folder + "/missing") }
  }
}
