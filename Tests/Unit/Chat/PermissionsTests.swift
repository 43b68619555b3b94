import Testing

@testable import Chat
@testable import ChatProtocol

@Suite("What somebody may do in a room")
struct PermissionsTests {
  private static let now: Int64 = 1_000
  private static let acts: [(String, RoomAct)] = [
    ("enter", .enter), ("send", .send), ("edit", .edit), ("react", .react), ("type", .type),
    ("delete", .delete(ofOthers: false)), ("delete others'", .delete(ofOthers: true)),
    ("govern", .govern(PolicyChange(settings: .init(topic: "x")), isNew: false)),
    ("retain", .govern(PolicyChange(settings: .init(retain: 60)), isNew: false)),
    ("accept", .govern(accepted("ann"), isNew: false)), ("invite", .invite), ("moderate", .moderate),
    ("call", .callEverybody),
  ]

  private static func accepted(_ user: User.ID) -> PolicyChange {
    var change = PolicyChange(person: .init(id: user, name: ""), role: .member)
    change.isInvited = true
    return change
  }

  private func policy(_ mode: Policy.Mode, _ people: [User.ID: Policy.Standing] = [:]) -> Policy {
    var policy = Policy()
    policy.version = "v"
    policy.mode = mode
    policy.people = people
    return policy
  }

  private static let writing = ["enter", "send", "edit", "react", "type", "delete"]
  private static let leading = writing + ["delete others'", "govern", "moderate"]
  private static let accepting = ["accept"]
  private static let reading = ["enter", "react", "delete"]

  /// What each may do in each mode; `nil` is somebody without a role.
  private static let table: [(Policy.Role?, open: [String], announce: [String], closed: [String])] = [
    (nil, writing + accepting, reading + accepting, accepting),
    (.member, writing + accepting, reading + accepting, writing + accepting + ["call"]),
    (.muted, ["enter"], ["enter"], ["enter"]),
    (.banned, [], [], []),
    (.moderator, leading, leading + ["call"], leading + ["invite", "call"]),
    (.owner, leading + ["retain"], leading + ["retain", "call"], leading + ["retain", "invite", "call"]),
  ]

  @Test("follows from the room's mode and from what they are there")
  func table() {
    for (role, open, announce, closed) in Self.table {
      let people: [User.ID: Policy.Standing] = role.map { ["ann": Policy.Standing($0)] } ?? [:]
      for (mode, allowed) in [(Policy.Mode.open, open), (.announce, announce), (.closed, closed)] {
        for (name, act) in Self.acts {
          #expect(
            allows("ann", act, in: policy(mode, people), at: Self.now) == allowed.contains(name),
            "\(String(describing: role)) \(name) \(mode)")
        }
      }
    }
  }

  @Test("is everything where there is no policy, but governing what others have written in")
  func noPolicy() {
    for (name, act) in Self.acts {
      #expect(allows("ann", act, in: Policy(), at: 0) == Self.writing.contains(name), "\(name)")
    }
    var change = PolicyChange(settings: .init(mode: .closed))
    #expect(!allows("ann", .govern(change, isNew: true), in: Policy(), at: 0))
    change.founder = .init(id: "ann", name: "Ann")
    #expect(allows("ann", .govern(change, isNew: true), in: Policy(), at: 0))
    #expect(!allows("bob", .govern(change, isNew: true), in: Policy(), at: 0))
    #expect(!allows("ann", .govern(change, isNew: true), in: policy(.open, ["ann": .init(.owner)]), at: 0))
  }

  /// Who calls everybody where it was said who may, of the owner, a moderator, a member, somebody muted, and somebody else.
  private static let callers: [(Policy.Callers, [User.ID])] = [
    (.nobody, []), (.moderators, ["ann", "bob"]), (.members, ["ann", "bob", "cid"]),
  ]

  @Test("in calling everybody: what was said for the room, and never more than they may write", arguments: callers)
  func calling(callers: Policy.Callers, allowed: [User.ID]) {
    let people: [User.ID: Policy.Standing] = [
      "ann": .init(.owner), "bob": .init(.moderator), "cid": .init(.member), "dan": .init(.muted),
    ]
    for mode in Policy.Mode.allCases {
      var room = policy(mode, people)
      room.everybody = callers
      for user in ["ann", "bob", "cid", "dan", "zed"] {
        let may = allowed.contains(user) && (mode != .announce || user != "cid")
        #expect(allows(user, .callEverybody, in: room, at: 0) == may, "\(user) \(mode)")
      }
    }
  }

  @Test("ends with the time that was set: the muted are members again, the banned are nobody")
  func until() {
    let people: [User.ID: Policy.Standing] = ["ann": .init(.muted, until: 2_000), "bob": .init(.banned, until: 2_000)]
    let room = policy(.closed, people)
    for (now, mayAnn) in [(1_999 as Int64, false), (2_000, true)] {
      #expect(allows("ann", .send, in: room, at: now) == mayAnn)
      #expect(!allows("bob", .enter, in: room, at: now))
      #expect(allows("bob", .send, in: policy(.open, people), at: now) == mayAnn)
    }
  }

  /// Who makes whom what, and whether they may: the room has the owners Ann and Eve, the moderators Bob and Cid, the member Dan.
  private static let governing: [(by: User.ID, whom: User.ID, Policy.Role?, Bool)] = [
    ("ann", "bob", .owner, true), ("ann", "bob", nil, true), ("ann", "eve", .banned, true), ("ann", "ann", nil, true),
    ("bob", "dan", .muted, true), ("bob", "dan", .banned, true), ("bob", "dan", nil, true),
    ("bob", "zed", .member, true),
    ("bob", "dan", .moderator, false), ("bob", "dan", .owner, false), ("bob", "bob", .owner, false),
    ("bob", "cid", .muted, false), ("bob", "cid", nil, false), ("bob", "ann", .banned, false),
    ("bob", "bob", nil, true),
    ("dan", "zed", .member, false), ("dan", "dan", .moderator, false), ("zed", "zed", .member, false),
    ("operator", "ann", .banned, true),
  ]

  @Test("in governing: owners everything, moderators what concerns neither of both", arguments: governing)
  func people(by: User.ID, whom: User.ID, role: Policy.Role?, isAllowed: Bool) {
    let room = policy(
      .open,
      [
        "ann": .init(.owner), "eve": .init(.owner), "bob": .init(.moderator), "cid": .init(.moderator),
        "dan": .init(.member),
      ])
    let change = PolicyChange(person: .init(id: whom, name: ""), role: role)
    #expect(allows(by, .govern(change, isNew: false), in: room, at: 0) == isAllowed)
    var claim = change
    claim.founder = .init(id: by, name: "")
    if by != "operator" { #expect(!allows(by, .govern(claim, isNew: true), in: room, at: 0)) }
  }

  @Test("does not let the last owner go")
  func lastOwner() {
    let room = policy(.open, ["ann": .init(.owner), "bob": .init(.moderator)])
    for role in [Policy.Role.moderator, .muted, nil] {
      let change = PolicyChange(person: .init(id: "ann", name: ""), role: role)
      #expect(!allows("ann", .govern(change, isNew: false), in: room, at: 0))
    }
  }

  @Test("at once, for those who lead a slow room")
  func pauses() {
    var room = policy(.open, ["ann": .init(.owner), "bob": .init(.moderator), "cid": .init(.member)])
    #expect(pause(of: "cid", in: room, at: 0) == nil)
    room.slow = 30
    #expect(["ann", "bob", "operator"].allSatisfy { pause(of: $0, in: room, at: 0) == nil })
    #expect(["cid", "zed"].allSatisfy { pause(of: $0, in: room, at: 0) == 30 })
  }
}
