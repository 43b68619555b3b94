import ChatProtocol

/// Who is in a room, as far as the server tells.
package struct MemberList: Equatable, Sendable {
  /// 200 at most.
  package let users: [User]
  /// All who are there.
  package let count: Int

  /// Whether everybody is told.
  package var isWhole: Bool { users.count >= count }

  package init(users: [User], count: Int) {
    self.users = users
    self.count = count
  }
}
