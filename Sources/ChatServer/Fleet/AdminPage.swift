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
  private static let partPaths = Set(contents.keys.map { path(of: $0) } + [figures])

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

  /// Whether it asks for the document itself, which holds nothing: anybody's link may lead there.
  static func isDocument(_ request: Request) -> Bool { isRead(request) && [path, "/admin"].contains(request.path) }

  /// Whether it asks for what the document is made of, or shows.
  static func isPart(_ request: Request) -> Bool { isRead(request) && partPaths.contains(request.path) }

  private static func isRead(_ request: Request) -> Bool { ["GET", "HEAD"].contains(request.method) }
}
