/// What a message's text begins with, so that a receiver knows it without decoding JSON: `~L`, the publisher's number in
/// six hexadecimal digits, the message's number in eight. The rest of the text is filling.
struct Marker: Equatable {
  static let length = 16
  private static let sign: (UInt8, UInt8) = (UInt8(ascii: "~"), UInt8(ascii: "L"))

  let publisher: Int
  let number: Int

  /// Writes the marker over the beginning of `bytes`, which holds at least `length`.
  func write(to bytes: UnsafeMutableRawBufferPointer) {
    bytes[0] = Self.sign.0
    bytes[1] = Self.sign.1
    Hexadecimal.write(publisher, digits: 6, to: UnsafeMutableRawBufferPointer(rebasing: bytes[2..<8]))
    Hexadecimal.write(number, digits: 8, to: UnsafeMutableRawBufferPointer(rebasing: bytes[8..<16]))
  }

  /// The marker of the text of `size` bytes that `message`, a JSON object, holds.
  ///
  /// The text is the object's last member as our server writes it, so the marker is looked for where it then must be,
  /// and by a search only if it is not there.
  static func find(in message: UnsafeRawBufferPointer, textSize size: Int) -> Marker? {
    let place = message.count - size - 2
    if place >= 0, let marker = read(message, at: place) { return marker }
    return search(message, from: 0)?.marker
  }

  /// The first marker at or behind `start`.
  static func search(_ bytes: UnsafeRawBufferPointer, from start: Int) -> (marker: Marker, place: Int)? {
    var place = start
    while place + length <= bytes.count {
      if let marker = read(bytes, at: place) { return (marker, place) }
      place += 1
    }
    return nil
  }

  private static func read(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Marker? {
    guard place + length <= bytes.count, bytes[place] == sign.0, bytes[place + 1] == sign.1,
      let publisher = Hexadecimal.read(bytes, from: place + 2, digits: 6),
      let number = Hexadecimal.read(bytes, from: place + 8, digits: 8)
    else { return nil }
    return Marker(publisher: publisher, number: number)
  }
}
