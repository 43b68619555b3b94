import Base
import Testing

@testable import HTTP

/// What a decoder made of some bytes: its events, and the error that ended them.
struct Outcome: Equatable, CustomStringConvertible {
  var requests: [Request] = []
  var responses: [Response] = []
  var error: HTTPError?
  var remainder: [UInt8] = []

  var description: String {
    "requests \(requests.map { "\($0.method) \($0.target) \(Array($0.fields)) \($0.body)" }), "
      + "responses \(responses.map { "\($0.status) \(Array($0.fields)) \($0.body)" }), "
      + "error \(error.map { "\($0.status) \($0.reason)" } ?? "none"), \(remainder.count) bytes left"
  }
}

/// Ways to cut bytes into the pieces in which they come.
enum Dripping {
  /// Whole, byte by byte, and at random splits whose seed a failure names.
  static func pieces(of bytes: [UInt8], seed: UInt64) -> [(name: String, pieces: [ArraySlice<UInt8>])] {
    var all = [("whole", [bytes[...]]), ("byte by byte", bytes.indices.map { bytes[$0...$0] })]
    for round in 0..<4 {
      var random = SplitMix64(seed: seed &+ UInt64(round))
      all.append(("split at random, seed \(seed &+ UInt64(round))", split(bytes, &random)))
    }
    return all
  }

  private static func split(_ bytes: [UInt8], _ random: inout SplitMix64) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1...32, using: &random))
      pieces.append(bytes[start..<end])
      start = end
    }
    return pieces
  }

  /// Decodes requests from `bytes` in all these ways, and once more with `tail` behind them when nothing was refused.
  /// - Returns: what came out, which must be the same each time.
  static func requests(
    _ bytes: [UInt8], limits: RequestLimits = RequestLimits(), seed: UInt64 = .random(in: 0 ... .max),
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Outcome {
    let whole = decode([bytes[...]], limits)
    for (name, pieces) in pieces(of: bytes, seed: seed) {
      #expect(decode(pieces, limits) == whole, "\(name)", sourceLocation: sourceLocation)
    }
    if whole.error == nil, whole.remainder.isEmpty, !whole.requests.isEmpty {
      let tail = Array("GET /tail HT".utf8)
      let tailed = decode([(bytes + tail)[...]], limits)
      #expect(tailed.requests == whole.requests, "with a tail", sourceLocation: sourceLocation)
      #expect(tailed.remainder == tail, "with a tail", sourceLocation: sourceLocation)
    }
    return whole
  }

  private static func decode(_ pieces: [ArraySlice<UInt8>], _ limits: RequestLimits) -> Outcome {
    var outcome = Outcome()
    var decoder = RequestDecoder(limits: limits)
    do throws(HTTPError) {
      for piece in pieces {
        piece.withUnsafeBytes { decoder.append($0) }
        while let event = try decoder.next() {
          if case .request(let request) = event { outcome.requests.append(request) }
        }
      }
    } catch {
      outcome.error = error
      return outcome
    }
    if decoder.bufferedCount > 0 { outcome.remainder = decoder.takeRemainder() }
    return outcome
  }

  /// The same for responses.
  static func responses(
    _ bytes: [UInt8], limits: RequestLimits = RequestLimits(), answersHead: Bool = false, closed: Bool = false,
    seed: UInt64 = .random(in: 0 ... .max), sourceLocation: SourceLocation = #_sourceLocation
  ) -> Outcome {
    let whole = decodeResponses([bytes[...]], limits, answersHead, closed)
    for (name, pieces) in pieces(of: bytes, seed: seed) {
      let outcome = decodeResponses(pieces, limits, answersHead, closed)
      #expect(outcome == whole, "\(name)", sourceLocation: sourceLocation)
    }
    return whole
  }

  private static func decodeResponses(
    _ pieces: [ArraySlice<UInt8>], _ limits: RequestLimits, _ answersHead: Bool, _ closed: Bool
  ) -> Outcome {
    var outcome = Outcome()
    var decoder = ResponseDecoder(limits: limits, answersHead: answersHead)
    do throws(HTTPError) {
      for piece in pieces {
        piece.withUnsafeBytes { decoder.append($0) }
        while let response = try decoder.next() { outcome.responses.append(response) }
      }
      if closed, let last = try decoder.end() { outcome.responses.append(last) }
    } catch {
      outcome.error = error
      return outcome
    }
    outcome.remainder = decoder.takeRemainder()
    return outcome
  }
}
