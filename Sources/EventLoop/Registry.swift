/// The sources by descriptor. An event carries descriptor and registration number; one that was fetched from the kernel
/// before its source closed finds another number, or nobody, and is dropped.
struct Registry {
  private var sources: [Source?] = []
  private var lastRegistration: UInt32 = 0
  private(set) var count = 0

  /// Takes the source in and gives it its number.
  mutating func insert(_ source: Source) {
    let place = Int(source.descriptor)
    if place >= sources.count {
      // Doubling keeps the cost per descriptor constant; the kernel hands out the lowest free number.
      let missing = max(place + 1, 2 * sources.count, 64) - sources.count
      sources.append(contentsOf: repeatElement(nil, count: missing))
    }
    lastRegistration = lastRegistration == .max ? 1 : lastRegistration + 1
    source.registration = lastRegistration
    sources[place] = source
    count += 1
  }

  /// Whether the source still has its place: its descriptor may have been closed and given to another by its owner.
  func holds(_ source: Source) -> Bool {
    let place = Int(source.descriptor)
    return source.registration != 0 && sources.indices.contains(place) && sources[place] === source
  }

  mutating func remove(_ source: Source) {
    if holds(source) { sources[Int(source.descriptor)] = nil }
    source.registration = 0
    count -= 1
  }

  /// The source that an event is for, unless it is stale.
  func source(for data: UInt64) -> Source? {
    let place = Int(data & 0xffff_ffff)
    guard place < sources.count, let source = sources[place], source.registration == UInt32(data >> 32) else {
      return nil
    }
    return source
  }

  /// What the kernel hands back with each event of `source`.
  static func data(of source: Source) -> UInt64 {
    UInt64(source.registration) << 32 | UInt64(UInt32(bitPattern: source.descriptor))
  }

  mutating func removeAll() -> [Source] {
    defer {
      sources = []
      count = 0
    }
    return sources.compactMap { $0 }
  }
}
