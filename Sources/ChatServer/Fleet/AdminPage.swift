import HTTP
import NetServer

/// The operators' page: its files, which are part of the program, and what it asks for.
enum AdminPage {
  static let path = "/admin/"
  static let figures = "/admin/fleet"

  private static let contents: [String: [UInt8]] = [
    "index.html": PackageResources.index_html,
    "fleet.css": PackageResources.fleet_css,
    "fleet.js": PackageResources.fleet_js,
    "fleet-view.js": PackageResources.fleet_view_js,
    "figures.js": PackageResources.figures_js,
    "icon.svg": PackageResources.icon_svg,
  ]
  private static let readPaths = Set(contents.keys.map { path(of: $0) } + [figures, "/admin"])

  private static func path(of file: String) -> String { file == "index.html" ? path : path + file }

  static func add(to router: inout Router) {
    for (name, bytes) in contents {
      let file = StaticFiles.File(name, bytes, .askEachTime)
      router.on("GET", path(of: name)) { $0.answer(.file(file, ifNoneMatch: $0.request.fields["If-None-Match"])) }
    }
    router.on("GET", "/admin") {
      var reply = Reply(308)
      reply.add("Location", path)
      return reply
    }
  }

  /// Whether a page in a browser may ask for this: it only reads.
  static func asks(for request: Request) -> Bool {
    ["GET", "HEAD"].contains(request.method) && readPaths.contains(request.path)
  }
}
