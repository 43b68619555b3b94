import Base

/// Holds every delivery against what was sent: for each member and publisher of its room the numbers must be 0, 1, 2, ….
///
/// The tables are as large as the run and made before it: a delivery costs some loads and no allocation.
final class Tally {
  let publishers: [Publisher]
  /// Members of each room.
  private let members: [Int]
  private let publishersPerRoom: Int
  private let textSize: Int
  private let dialect: Dialect
  private let window: Int
  private let quota: Int

  /// The next number, for each client and publisher of its room.
  private let expected: UnsafeMutablePointer<UInt32>
  /// When each message was due, for each publisher.
  private let sentAt: UnsafeMutablePointer<Instant>
  /// With how many members each of the publisher's last `window` messages is.
  private let reached: UnsafeMutablePointer<UInt32>
  private let paced: Bool

  private(set) var latencies = Histogram()
  private(set) var delivered = 0
  /// Messages that a later one overtook: lost, or out of order.
  private(set) var skipped = 0
  /// Messages that came again or late.
  private(set) var repeated = 0
  /// Messages that nobody sent to this room.
  private(set) var strange = 0
  var acknowledged = 0
  /// Publishers whose window has opened.
  private(set) var waiting: [Publisher] = []

  init(_ crowd: Crowd) {
    let options = crowd.options
    let count = options.rooms * options.publishers
    let quota = (options.messages + count - 1) / count
    publishersPerRoom = options.publishers
    textSize = options.size
    dialect = options.dialect
    window = max(options.window, 1)
    paced = options.rate > 0
    self.quota = quota
    members = (0..<options.rooms).map { (options.clients - $0 + options.rooms - 1) / options.rooms }
    publishers = (0..<count).map { index in
      let (room, number) = index.quotientAndRemainder(dividingBy: options.publishers)
      let client = crowd.clients[room + number * options.rooms]
      return Publisher(client, index: index, quota: quota, in: crowd.roomName(room), options)
    }
    expected = Self.table(options.clients * options.publishers, of: 0)
    sentAt = Self.table(count * quota, of: .distantPast)
    reached = Self.table(count * window, of: 0)
  }

  deinit {
    expected.deallocate()
    sentAt.deallocate()
    reached.deallocate()
  }

  private static func table<Entry>(_ count: Int, of entry: Entry) -> UnsafeMutablePointer<Entry> {
    let table = UnsafeMutablePointer<Entry>.allocate(capacity: max(count, 1))
    table.initialize(repeating: entry, count: max(count, 1))
    return table
  }

  /// Messages sent in all, and deliveries that they come to.
  var messageCount: Int { quota * publishers.count }
  var deliveryCount: Int { members.reduce(0, +) * publishersPerRoom * quota }
  var isComplete: Bool { delivered >= deliveryCount && unacknowledged <= 0 }

  private var unacknowledged: Int { dialect.acknowledges ? messageCount - acknowledged : 0 }

  /// What is wrong; nothing when all came once and in order.
  var complaint: String? {
    let missing = deliveryCount - delivered
    guard missing != 0 || skipped + repeated + strange > 0 || unacknowledged != 0 else { return nil }
    return "\(missing) deliveries missing, \(skipped) skipped, \(repeated) repeated or late, "
      + "\(strange) that nobody sent, \(unacknowledged) messages not acknowledged"
  }

  // MARK: Sending

  /// Puts every publisher among those that may send.
  func start() { for publisher in publishers { wait(publisher) } }

  private func wait(_ publisher: Publisher) {
    guard !publisher.isWaiting else { return }
    publisher.isWaiting = true
    waiting.append(publisher)
  }

  /// Sends what the windows of the waiting publishers allow, each publisher's in one piece.
  func fillWindows(at time: Instant) {
    guard !waiting.isEmpty else { return }
    for publisher in waiting {
      publisher.isWaiting = false
      var bytes: [UInt8] = []
      while !publisher.isDone, publisher.sent - publisher.completed < window { send(publisher, &bytes, due: time) }
      publisher.client.write(bytes)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Sends one message of `publisher` that was due at `time`.
  func send(_ publisher: Publisher, _ bytes: inout [UInt8], due time: Instant) {
    sentAt[publisher.index * quota + publisher.sent] = time
    publisher.appendNext(to: &bytes)
  }

  // MARK: Receiving

  /// - Returns: whether it was a message of this run.
  func take(_ text: UnsafeRawBufferPointer, by client: Client, at time: Instant) -> Bool {
    guard !dialect.packsMessages else { return takeAll(text, by: client, at: time) }
    guard let marker = Marker.find(in: text, textSize: textSize) else { return false }
    take(marker, by: client, at: time)
    return true
  }

  /// As `take`, for a frame that may hold several messages.
  private func takeAll(_ frame: UnsafeRawBufferPointer, by client: Client, at time: Instant) -> Bool {
    var place = 0
    var found = false
    while let next = Marker.search(frame, from: place) {
      take(next.marker, by: client, at: time)
      place = next.place + textSize
      found = true
    }
    return found
  }

  private func take(_ marker: Marker, by client: Client, at time: Instant) {
    let (room, place) = marker.publisher.quotientAndRemainder(dividingBy: publishersPerRoom)
    guard room == client.room, marker.publisher < publishers.count,
      marker.number < publishers[marker.publisher].sent
    else {
      strange += 1
      return
    }
    check(marker, at: client.index * publishersPerRoom + place, time)
  }

  private func check(_ marker: Marker, at slot: Int, _ time: Instant) {
    let next = Int(expected[slot])
    guard marker.number >= next else {
      repeated += 1
      return
    }
    skipped += marker.number - next
    expected[slot] = UInt32(truncatingIfNeeded: marker.number + 1)
    delivered += 1
    latencies.record(time - sentAt[marker.publisher * quota + marker.number])
    if !paced { count(marker) }
  }

  /// Counts a delivery towards its publisher's window.
  private func count(_ marker: Marker) {
    let publisher = publishers[marker.publisher]
    let ring = marker.publisher * window
    reached[ring + marker.number % window] += 1
    let needed = members[marker.publisher / publishersPerRoom]
    while publisher.completed < publisher.sent, Int(reached[ring + publisher.completed % window]) == needed {
      reached[ring + publisher.completed % window] = 0
      publisher.completed += 1
      wait(publisher)
    }
  }
}
