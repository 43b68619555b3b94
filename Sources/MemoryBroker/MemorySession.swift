import Broker
import ChatProtocol

/// A session in this process: one object in all the tables by which it is found. There is one for everybody, so what few have
/// lies outside of it.
final class MemorySession {
  indirect enum Origin {
    /// A request that, made again until then, is answered as it was; with a code of another device, if it had one.
    case request(SignInRequest, until: Int64, code: TokenHash?)
    /// An application's user wished for a name with this skeleton.
    case wish(String)
  }

  let hash: TokenHash
  var record: SessionRecord
  let skeleton: String
  /// What made it, until that is forgotten.
  var origin: Origin?
  /// When it expires unused.
  var unusedExpiry: Int64
  /// The one of the same user that was made after it.
  var next: MemorySession?

  init(_ hash: TokenHash, _ record: SessionRecord, skeleton: String, origin: Origin? = nil, unusedExpiry: Int64) {
    self.hash = hash
    self.record = record
    self.skeleton = skeleton
    self.origin = origin
    self.unusedExpiry = unusedExpiry
  }

  var user: User { record.user }

  /// The skeleton of the name that an application's user wished for.
  var wish: String? {
    guard case .wish(let skeleton) = origin else { return nil }
    return skeleton
  }

  func isRepeatable(at now: Int64) -> Bool {
    guard case .request(_, let until, _) = origin else { return false }
    return until > now
  }

  func lives(at now: Int64) -> Bool { min(unusedExpiry, record.expires ?? .max) > now }
}
