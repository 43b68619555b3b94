import Base

/// What a server says of itself, as far as it decides whether it is one to talk to.
struct ServerFacts: Equatable {
  enum Mode: String {
    case standalone, cluster, sentinel
  }

  /// The oldest Redis whose scripts do what ours need. Each Valkey says that it is a 7.2.
  static let leastMajor = 7

  /// Redis's version, as `6.2.14`; Valkey gives the one that it stands for. `nil` where it is not told.
  var version: String?
  /// `nil` where it is not told, or is none of these.
  var mode: Mode?
  /// `nil` where it is not told.
  var isPrimary: Bool?
  /// Which primary it is: every promotion gives a server another one. 40 hexadecimal digits.
  var replicationID: String?

  init(version: String? = nil, mode: Mode? = nil, isPrimary: Bool? = nil, replicationID: String? = nil) {
    self.version = version
    self.mode = mode
    self.isPrimary = isPrimary
    self.replicationID = replicationID
  }

  init(_ info: ServerInfo) {
    version = info["redis_version"].map(String.init)
    // Valkey calls it server_mode.
    mode = (info["redis_mode"] ?? info["server_mode"]).flatMap { Mode(rawValue: String($0)) }
    isPrimary = info["role"].map { $0 == "master" }
    replicationID = info["master_replid"].flatMap { $0.count == 40 && $0.allSatisfy(\.isHexDigit) ? String($0) : nil }
  }

  /// Why it is not one to talk to: a line for whoever wrote redis-url. What is not told is not held against it.
  /// - Parameter isOfCluster: whether redis-url names a cluster.
  func refusal(isOfCluster: Bool) -> String? {
    switch mode {
    case .cluster where !isOfCluster:
      return "this Redis is a node of a cluster: redis-url names a cluster as redis+cluster://host,…"
    case .standalone where isOfCluster:
      return "this Redis is no node of a cluster: redis-url names it as redis://host"
    case .cluster: break
    case .sentinel:
      return "this is a sentinel: redis-url names sentinels as redis+sentinel://host,…/name"
    case .standalone, nil: break
    }
    guard let version, let major = Int(decimal: version.prefix { $0 != "." }), major < Self.leastMajor else {
      return nil
    }
    return "this is Redis \(version.prefix(20)): it takes Redis \(Self.leastMajor).0 or later, or Valkey"
  }
}
