/// A moment as people and programs read it: `2026-11-21T14:00:00.123Z`, and HTTP's `Sat, 21 Nov 2026 14:00:00 GMT`.
package struct Timestamp: Sendable {
  private let milliseconds: Int64

  /// - Parameter milliseconds: since 1970; what lies outside the years 1970–9999 is moved to their edge.
  package init(_ milliseconds: Int64) {
    self.milliseconds = min(max(milliseconds, 0), 253_402_300_799_999)
  }

  /// RFC 3339, UTC, with milliseconds.
  package var text: String {
    let (year, month, day) = date
    return "\(year)-\(two(month))-\(two(day))T\(clock).\(three(milliseconds % 1_000))Z"
  }

  /// For people, to the minute: `2026-11-21 14:00 UTC`.
  package var minute: String {
    let (year, month, day) = date
    return "\(year)-\(two(month))-\(two(day)) \(clock.dropLast(3)) UTC"
  }

  /// RFC 9110, section 5.6.7.
  package var httpDate: String {
    let (year, month, day) = date
    let weekday = Self.weekdays[Int((days + 4) % 7)]
    return "\(weekday), \(two(day)) \(Self.months[Int(month) - 1]) \(year) \(clock) GMT"
  }

  private var days: Int64 { milliseconds / 86_400_000 }

  private var clock: String {
    let seconds = milliseconds / 1_000 % 86_400
    return "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// The civil date of the proleptic Gregorian calendar, counted in years that begin with March.
  private var date: (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
  private func three(_ number: Int64) -> String {
    number < 10 ? "00\(number)" : number < 100 ? "0\(number)" : "\(number)"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
