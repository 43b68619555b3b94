/// One client's sending: how many messages have gone, how many of them are with every member.
final class Publisher {
  let client: Client
  let index: Int
  /// Messages that it has to send.
  let quota: Int
  private(set) var sent = 0
  /// All messages before this one are with every member.
  var completed = 0
  /// Whether it stands in the tally's list of those that may send more.
  var isWaiting = false
  /// A request to send, in which only the numbers change.
  private var template: [UInt8]
  private let idPlace: Int?
  private let textPlace: Int

  init(_ client: Client, index: Int, quota: Int, in room: String, _ options: Options) {
    self.client = client
    self.index = index
    self.quota = quota
    let envelope = options.dialect.envelope(room: room, size: options.size)
    template = Array(envelope.head.utf8)
    idPlace = envelope.id.isEmpty ? nil : template.count
    if idPlace != nil { template += [UInt8](repeating: UInt8(ascii: "0"), count: 8) + Array(envelope.id.utf8) }
    textPlace = template.count
    template += [UInt8](repeating: UInt8(ascii: "x"), count: options.size) + Array(envelope.tail.utf8)
  }

  var isDone: Bool { sent == quota }

  /// Appends the frame of the next message to `bytes`.
  func appendNext(to bytes: inout [UInt8]) {
    let (number, idPlace, textPlace) = (sent, idPlace, textPlace)
    template.withUnsafeMutableBytes { json in
      if let idPlace {
        Hexadecimal.write(number, digits: 8, to: UnsafeMutableRawBufferPointer(rebasing: json[idPlace..<idPlace + 8]))
      }
      Marker(publisher: index, number: number).write(to: UnsafeMutableRawBufferPointer(rebasing: json[textPlace...]))
      client.frame(UnsafeRawBufferPointer(json), to: &bytes)
    }
    sent += 1
  }
}
