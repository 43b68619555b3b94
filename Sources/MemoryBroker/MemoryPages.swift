import Broker

/// The files of the page's versions.
struct MemoryPages {
  /// More are not needed: an update has two. The one that ends first makes room.
  private static let maximum = 4

  private var versions: [String: (files: [String: [UInt8]], until: Int64)] = [:]

  mutating func keep(_ files: [String: [UInt8]], of version: String, now: Int64) {
    versions = versions.filter { $0.value.until > now }
    if versions[version] == nil, versions.count >= Self.maximum,
      let oldest = versions.min(by: { $0.value.until < $1.value.until })
    {
      versions[oldest.key] = nil
    }
    versions[version] = (versions[version]?.files ?? files, now.addingSeconds(StorePage.lifetime))
  }

  func file(_ path: String, of version: String, now: Int64) -> [UInt8]? {
    versions[version].flatMap { $0.until > now ? $0.files[path] : nil }
  }
}
