/// Has the same bytes read whole, cut in two at a place that the first byte names, and byte by byte: what is read must be the same.
/// - Parameter decode: what a decoder reads of pieces that come one after the other.
/// - Returns: the bytes behind the first, and what was read of them; nil where there is none.
func readEachWay<Reading: Equatable>(
  _ start: UnsafePointer<UInt8>?, _ count: Int, _ decode: ([ArraySlice<UInt8>]) -> Reading
) -> (input: ArraySlice<UInt8>, whole: Reading)? {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = bytes.first else { return nil }
  let input = bytes[1...]
  let cut = input.startIndex + input.count * Int(first) / 256
  let whole = decode([input])
  precondition(whole == decode([input[..<cut], input[cut...]]), "a cut changes what is read")
  precondition(whole == decode(input.indices.map { input[$0...$0] }), "cuts change what is read")
  return (input, whole)
}
