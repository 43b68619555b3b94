import EventLoop
import Glibc

/// What the operating system allows the process.
package enum SystemLimits {
  /// How many connections `descriptors` leave room for, beside those that are turned away, listeners, the store's
  /// connections, the log and the loop's own.
  package static func connections(within descriptors: Int) -> Int {
    max(descriptors - min(192, descriptors / 4), 1)
  }

  /// Raises the number of descriptors as far as it goes without privileges.
  /// - Returns: how many there may be.
  @discardableResult
  package static func raiseDescriptors() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// The host's name, for the instance's.
  package static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    let isKnown = gethostname(&name, name.count - 1) == 0
    let text = isKnown ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    return Setting.isInstanceName(text) ? String(text.prefix(40)) : "host"
  }

  /// When the running program's file was written: milliseconds since 1970.
  package static var programTime: Int64? {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return nil }
    return Int64(status.st_mtim.tv_sec) * 1_000
  }
}

extension SystemError {
  var isAddressInUse: Bool { number == EADDRINUSE }
}
