/// How fast is spoken.
struct Pace: Equatable {
  /// Of a person who types well; also what a script's pauses are meant for.
  static let human = 20

  /// Milliseconds a character; 0 for no time at all, and no pauses.
  var speed = Pace.human

  /// Milliseconds that typing the text takes.
  func typing(_ text: String) -> Int { speed * text.count }

  /// A pause of the script's, in milliseconds, shortened or drawn out like everything.
  func pause(_ milliseconds: Int) -> Int { milliseconds * speed / Self.human }
}
