/// What somebody wants to have voted on, and how.
struct VotePlan: Equatable {
  /// When a vote is revealed without anybody's asking, because enough have voted.
  enum Quorum: Codable, Equatable {
    case everybody
    case count(Int)
  }

  /// When those who have not voted are reminded.
  enum Reminder: Equatable {
    /// After half of the time, or an hour if that is less.
    case usual
    case never
    /// Milliseconds after the beginning.
    case after(Int64)
  }

  static let longestTitle = 200
  static let longestURL = 500
  /// Milliseconds that a vote stays open: at most, and unless told otherwise.
  static let longest: Int64 = 30 * 86_400_000
  static let usual: Int64 = 7 * 86_400_000

  var title: String
  var url: String?
  var scale = Scale.standard
  var quorum: Quorum?
  /// Milliseconds from its beginning to its being revealed; `nil`: the usual time, which nobody has to be told.
  var deadline: Int64?
  var reminder = Reminder.usual

  var span: Int64 { deadline ?? Self.usual }

  /// Milliseconds after which is reminded.
  var reminderSpan: Int64? {
    switch reminder {
    case .usual: min(span / 2, 3_600_000)
    case .never: nil
    case .after(let span): span
    }
  }
}
