/// One client's sending: how many messages have gone, how many of them are with every member.
final class Publisher {
  let client: Client
  let index: Int
  /// Messages that it has to send.
  let quota: Int
  private(set) var sent = 0
  /// All messages before this one are with every member.
  var completed = 0
  /// Whether it stands in the audit's list of those that may send more.
  var isWaiting = false
  /// A `send` request in which only the numbers change.
  private var template: [UInt8]
  private let idPlace: Int
  private let textPlace: Int

  init(_ client: Client, index: Int, quota: Int, room: String, size: Int) {
    self.client = client
    self.index = index
    self.quota = quota
    let head = Array(#"{"type":"send","id":""#.utf8)
    let middle = Array(#"","room":"\#(room)","text":""#.utf8)
    idPlace = head.count
    textPlace = head.count + 8 + middle.count
    template = head + [UInt8](repeating: 48, count: 8) + middle
    template += [UInt8](repeating: UInt8(ascii: "x"), count: size) + Array(#""}"#.utf8)
  }

  var isDone: Bool { sent == quota }

  /// Appends the frame of the next message to `bytes`.
  func appendNext(to bytes: inout [UInt8]) {
    let (number, idPlace, textPlace) = (sent, idPlace, textPlace)
    template.withUnsafeMutableBytes { json in
      Hexadecimal.write(number, digits: 8, to: UnsafeMutableRawBufferPointer(rebasing: json[idPlace..<idPlace + 8]))
      Marker(publisher: index, number: number).write(to: UnsafeMutableRawBufferPointer(rebasing: json[textPlace...]))
      client.frame(UnsafeRawBufferPointer(json), to: &bytes)
    }
    sent += 1
  }
}
