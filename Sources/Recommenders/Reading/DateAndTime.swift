/// How the times of a column are written.
enum TimeFormat {
  /// As numbers, which count from 1970 on.
  case number
  /// As dates, with or without a time of day.
  case date

  /// The format of a time; nil if it is neither.
  init?(of text: String) {
    let bytes = Array(text.utf8)
    let format = bytes.withUnsafeBufferPointer { bytes -> TimeFormat? in
      if DecimalNumber(bytes[...]) != nil { return .number }
      return DateAndTime(bytes[...]) == nil ? nil : .date
    }
    guard let format else { return nil }
    self = format
  }
}

/// A date as `2005-03-12` or `2005/3/12`, perhaps with a time of day and its difference from UTC,
/// as ISO 8601 and RFC 3339 have them: `2005-03-12 14:02`, `2005-03-12T14:02:11.5+01:00`.
///
/// A time without a difference is in UTC, a date without a time its first second.
enum DateAndTime {
  /// In seconds since 1970, rounded down.
  case seconds(Int64)
  /// There is no such day, or no such time of day.
  case impossible

  /// Reads the whole of a text, or nil if it isn't a date of this form.
  init?(_ text: UnsafeBufferPointer<UInt8>.SubSequence) {
    var reader = Reader(text: text, index: text.startIndex)
    guard let year = reader.number(digits: 4...4),
      let separator = reader.takeOne(of: "-/"), let month = reader.number(digits: 1...2),
      reader.takeOne(of: separator) != nil, let day = reader.number(digits: 1...2)
    else { return nil }
    var seconds: Int64 = 0
    var isPossible = Self.isDay(year, month, day)
    if !reader.isAtEnd {
      guard reader.takeOne(of: " Tt") != nil, let hour = reader.number(digits: 1...2),
        reader.takeOne(of: ":") != nil, let minute = reader.number(digits: 2...2)
      else { return nil }
      var second = 0
      if reader.takeOne(of: ":") != nil {
        guard let number = reader.number(digits: 2...2) else { return nil }
        second = number
        if reader.takeOne(of: ".,") != nil, reader.number(digits: 1...18) == nil { return nil }
      }
      guard let offset = reader.offset() else { return nil }
      // A minute may have a leap second.
      isPossible =
        isPossible && hour < 24 && minute < 60 && second <= 60 && offset.magnitude < 86_400
      seconds = Int64(hour * 3600 + minute * 60 + second - offset)
    }
    guard reader.isAtEnd else { return nil }
    self =
      isPossible
      ? .seconds(Self.daysSince1970(year, month, day) * 86_400 + seconds) : .impossible
  }

  /// The first second of a day that is written as `20050312`; nil if there is no such day.
  static func secondsOfDay(digits: Int64) -> Int64? {
    guard 1_00_00...9999_12_31 ~= digits else { return nil }
    let (year, month, day) = (Int(digits / 1_00_00), Int(digits / 100 % 100), Int(digits % 100))
    return isDay(year, month, day) ? daysSince1970(year, month, day) * 86_400 : nil
  }

  private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard year >= 1, 1...12 ~= month else { return false }
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1...days[month - 1] ~= day
  }

  /// The days from 1970-01-01 to a date of the Gregorian calendar.
  ///
  /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`, for years
  /// from 1 on.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year  // begins in March
    let yearOfEra = shiftedYear % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(shiftedYear / 400 * 146_097 + dayOfEra - 719_468)
  }

  private struct Reader {
    let text: UnsafeBufferPointer<UInt8>.SubSequence
    var index: Int

    var isAtEnd: Bool { index == text.endIndex }

    /// Takes as many digits as are allowed.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
      var value = 0
      var count = 0
      while index < text.endIndex, count < digits.upperBound, text[index] &- 0x30 <= 9 {
        value = value * 10 + Int(text[index] &- 0x30)
        count += 1
        index += 1
      }
      return digits.contains(count) ? value : nil
    }

    mutating func takeOne(of characters: String) -> String? {
      guard index < text.endIndex, characters.utf8.contains(text[index]) else { return nil }
      index += 1
      return String(UnicodeScalar(text[index - 1]))
    }

    /// The difference from UTC in seconds, 0 at the end of the text; nil if it is something else.
    mutating func offset() -> Int? {
      while !isAtEnd, text[index] == UInt8(ascii: " ") { index += 1 }
      if isAtEnd { return 0 }
      for name in ["Z", "z", "UTC", "GMT"] where text[index...].elementsEqual(name.utf8) {
        index = text.endIndex
        return 0
      }
      guard let sign = takeOne(of: "+-"), let hours = number(digits: 2...2) else { return nil }
      var minutes = 0
      if !isAtEnd {
        _ = takeOne(of: ":")
        guard let number = number(digits: 2...2), number < 60 else { return nil }
        minutes = number
      }
      return (sign == "-" ? -60 : 60) * (60 * hours + minutes)
    }
  }
}
