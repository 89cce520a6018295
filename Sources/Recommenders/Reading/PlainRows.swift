/// Reads rows in their plainest form, many times faster than `DelimitedRows` does.
///
/// In a plain row identifiers and times are digits, ratings one digit or two with a point
/// between, and nothing else stands around them. What is written in any other way is left to
/// `DelimitedRows`, which reads the same out of plain rows.
struct PlainRows {
  /// What a field is to be read as.
  private enum Role: UInt8 { case nothing, user, item, rating, time }

  private static let mostFields = 16

  private let bytes: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private let separatorLength: Int
  private let fieldCount: Int
  private var roles = InlineArray<16, Role>(repeating: .nothing)

  /// A reader of the rows that a file's layout describes; nil if it has too many fields.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, layout: ColumnLayout) {
    guard layout.fieldCount <= PlainRows.mostFields else { return nil }
    self.bytes = bytes
    separator = layout.dialect.separator
    separatorLength = layout.dialect.separatorLength
    fieldCount = layout.fieldCount
    for (column, field) in layout.fields {
      switch column {
      case .user: roles[field] = .user
      case .item: roles[field] = .item
      case .rating: roles[field] = .rating
      case .timestamp: roles[field] = .time
      case .title, .year: return nil
      }
    }
  }

  /// Reads rows until one isn't plain.
  ///
  /// - Parameters:
  ///   - position: where the first starts; afterwards where the one starts that isn't plain.
  ///   - limit: how many rows to read at most.
  ///   - buffers: where to write them.
  /// - Returns: how many rows were read, each of a line.
  func read(from position: inout Int, limit: Int, into buffers: RatingBuffers) -> Int {
    for row in 0..<limit {
      guard let end = readRow(at: position, row, into: buffers) else { return row }
      position = end
    }
    return limit
  }

  /// Reads the row that starts at a position; where the next line starts, or nil if the row
  /// isn't plain.
  @inline(__always)
  private func readRow(at position: Int, _ row: Int, into buffers: RatingBuffers) -> Int? {
    var index = position
    for field in 0..<fieldCount {
      switch roles[field] {
      case .user:
        guard let user = Int32(exactly: readInteger(at: &index)), user >= 0 else { return nil }
        (buffers.users + row).initialize(to: user)
      case .item:
        guard let item = Int32(exactly: readInteger(at: &index)), item >= 0 else { return nil }
        (buffers.items + row).initialize(to: item)
      case .time:
        let time = readInteger(at: &index)
        guard time >= 0, let times = buffers.times else { return nil }
        (times + row).initialize(to: time)
      case .rating:
        guard readRating(at: &index, into: buffers.values + row) else { return nil }
      case .nothing: guard skip(at: &index) else { return nil }
      }
      if field == fieldCount - 1 { break }
      for _ in 0..<separatorLength {
        guard index < bytes.count, bytes[index] == separator else { return nil }
        index += 1
      }
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: "\r") { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\n") else { return nil }
    return index + 1
  }

  /// Reads one to fifteen digits, the first of several not being zero, eight at a time; the
  /// number, or -1 if it is written otherwise.
  @inline(__always)
  private func readInteger(at index: inout Int) -> Int64 {
    let start = index
    var digits = Digits(at: index, in: bytes)
    guard digits.count > 0 else { return -1 }
    var sum = digits.value
    index += digits.count
    if digits.count == 8 {
      digits = Digits(at: index, in: bytes)
      guard (0...7).contains(digits.count) else { return -1 }
      sum = sum &* Digits.powerOfTen(digits.count) &+ digits.value
      index += digits.count
    }
    let isUsual = bytes[start] != UInt8(ascii: "0") || index == start + 1
    return isUsual ? Int64(truncatingIfNeeded: sum) : -1
  }

  /// Reads `4` or `4.5`.
  @inline(__always)
  private func readRating(at index: inout Int, into value: UnsafeMutablePointer<Float>) -> Bool {
    // There is a byte after a rating, since a plain row ends in a line end.
    guard index + 4 <= bytes.count else { return false }
    let whole = bytes[index] &- UInt8(ascii: "0")
    guard whole <= 9 else { return false }
    guard bytes[index + 1] == UInt8(ascii: ".") else {
      value.initialize(to: Float(whole))
      index += 1
      return true
    }
    let tenth = bytes[index + 2] &- UInt8(ascii: "0")
    guard tenth <= 9 else { return false }
    value.initialize(to: Float(Int(whole) * 10 + Int(tenth)) / 10)
    index += 3
    return true
  }

  /// Passes over a field without quotation.
  @inline(__always)
  private func skip(at index: inout Int) -> Bool {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): return false
      case separator, UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      default: index += 1
      }
    }
    return false
  }
}

/// The digits at a place in a text, eight at most.
private struct Digits {
  /// How many there are; −1 if fewer than eight bytes are left, so that it isn't known.
  var count: Int
  /// Their value as a number.
  var value: UInt64

  /// Looks at eight bytes at once.
  ///
  /// Lemire, "Quickly parsing eight digits", 2018: neighbours are joined to numbers below a
  /// hundred, these to numbers below ten thousand, and these to the whole.
  @inline(__always)
  init(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    guard index + 8 <= bytes.count, let base = bytes.baseAddress else {
      (count, value) = (-1, 0)
      return
    }
    let text = UInt64(
      littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
    let digits = text ^ 0x3030_3030_3030_3030
    // The top bit of each byte that isn't 0...9; a carry spoils only bytes that come later.
    let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
    count = others.trailingZeroBitCount / 8
    // Digits that aren't there are zeros in front.
    let aligned = count == 0 ? 0 : digits << UInt64(64 - 8 * count)
    let pairs = aligned &* 10 &+ (aligned >> 8)
    let everyFourth: UInt64 = 0xFF_0000_00FF
    let firsts = (pairs & everyFourth) &* Self.weightsOfFirsts
    let seconds = ((pairs >> 16) & everyFourth) &* Self.weightsOfSeconds
    value = (firsts &+ seconds) >> 32
  }

  /// What the first and the third pair of digits are multiplied by, and the second and fourth.
  private static var weightsOfFirsts: UInt64 { 1_000_000 << 32 | 100 }
  private static var weightsOfSeconds: UInt64 { 10_000 << 32 | 1 }

  /// 10ⁿ for n in 0...7.
  @inline(__always)
  static func powerOfTen(_ n: Int) -> UInt64 {
    let powers: InlineArray<8, UInt64> = [
      1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
    ]
    return powers[n]
  }
}
