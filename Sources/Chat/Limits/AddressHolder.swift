import Base
import Broker

/// An address, and what all that comes from it has left of its quota. Clients hold it as long as they are connected.
final class AddressHolder {
  /// What other instances know it by.
  let digest: AddressDigest
  var allowance = Allowance()
  /// The rooms that its clients are in.
  var rooms = 0
  var clients = 0

  init(_ digest: AddressDigest) { self.digest = digest }
}
