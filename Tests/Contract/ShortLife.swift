import Testing

/// How long something lives whose end a case waits for: long enough that it can be made and looked at before.
struct ShortLife {
  let seconds: Int
  /// Which attempt it is of: who makes something in it gives it a name of this attempt.
  let attempt: UInt8

  var milliseconds: Int64 { Int64(seconds) * 1_000 }

  /// A number of this attempt, for tokens and codes: one of the first ten.
  func number(_ number: UInt8) -> UInt8 { attempt * 10 + number }

  /// A name of this attempt.
  func name(_ text: String) -> String { text + String(attempt) }
}

extension ContractFleet {
  /// Makes what lives for a few seconds, and does what has to come before its end. A machine that stands still for so long meanwhile
  /// shows nothing by what goes wrong then: it is made once more, with a longer life. What goes wrong before that is wrong.
  /// - Returns: the life of what has been made in time.
  func beforeTheEnd(of seconds: Int = 3, _ body: (ShortLife) throws -> Void) throws -> ShortLife {
    var life = ShortLife(seconds: seconds, attempt: 0)
    while life.attempt < 3 {
      let end = ContinuousClock.now + .seconds(life.seconds)
      // So that the fleet's clock is read after this one.
      turn()
      try withKnownIssue("its end came before that", isIntermittent: true) {
        try body(life)
      } matching: { _ in
        ContinuousClock.now >= end
      }
      if ContinuousClock.now < end { return life }
      life = ShortLife(seconds: life.seconds * 2, attempt: life.attempt + 1)
    }
    try body(life)
    return life
  }
}
