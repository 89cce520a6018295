public import Files

/// Why a file of ratings or of titles could not be read.
public enum ReadingError: Error, Hashable, Sendable {
  /// The file itself can't be had.
  case unreadable(path: String, UnreadableFile)
  /// The first line holds none of the separators that are known. `firstLine` is cut short.
  case unknownFormat(path: String, firstLine: String)
  /// No column of the header has the name that was given.
  case columnNotFound(path: String, FileColumn, name: String, header: [String])
  /// No name was given, and no column of the header has a name known for this.
  case columnNotRecognized(path: String, FileColumn, header: [String])
  /// Several columns of the header have the name, given or known: say which by its position.
  case columnAmbiguous(path: String, FileColumn, name: String, header: [String])
  /// There is no column at this position, of which the leftmost is 1.
  case columnOutOfRange(path: String, FileColumn, position: Int, count: Int)
  /// A column was given by its name, but the file has no header: its first line holds numbers.
  case noHeader(path: String, FileColumn, name: String, firstLine: String)
  /// Two of the parts are read from one column, whose position counts from 1.
  case columnUsedTwice(path: String, FileColumn, FileColumn, position: Int)
  /// Lines that can't be read: the first ten, and how many there are besides.
  case malformed(path: String, lines: [MalformedLine], others: Int)
  /// There are more columns than can be told apart without a header, or those of a matrix.
  case unnamedColumns(path: String, count: Int, isMatrix: Bool, firstLine: String)
  /// The first line has more bytes than any line of a table.
  case lineTooLong(path: String, limit: Int)
  /// The file has lines that can be read, but not one rating (or, in a title file, title).
  case nothingInside(path: String)
  /// There is a header and nothing behind it.
  case onlyHeader(path: String)
  /// More ratings than a table can hold.
  case tooManyRatings(path: String, limit: Int)
  /// Not one item of the table is in the title file.
  case noTitleMatches(path: String)
}

/// All bytes of a file of ratings or of titles.
func fileBytes(_ path: String, threads: Int = 1) throws(ReadingError) -> [UInt8] {
  do throws(UnreadableFile) {
    return try contentOfFile(path, threads: threads)
  } catch {
    throw .unreadable(path: path, error)
  }
}

/// Why a file can't be read at all.
public enum UnreadableFile: Error, Hashable, Sendable {
  /// The system doesn't give it.
  case refused(FileError.Reason)
  case empty
  /// What gzip has compressed is damaged.
  case damaged(GzipDamage)
  /// What gzip has compressed was compressed by gzip before.
  case packedTwice
  /// What gzip has compressed is more than its size makes likely.
  case expandsTooMuch(limit: Int)
  /// The content isn't what is needed here, but a file of this kind.
  case otherKind(FileKind)
}

/// A line of a file with what is wrong in it.
public struct MalformedLine: Hashable, Sendable {
  /// The line's number, the first being 1.
  public var line: Int
  /// The line's text, cut after some eighty characters with `…`.
  public var text: String
  public var problem: LineProblem

  public init(line: Int, text: String, problem: LineProblem) {
    self.line = line
    self.text = text
    self.problem = problem
  }
}

/// What is wrong in a line.
public enum LineProblem: Hashable, Sendable {
  /// The line has another number of fields than the file's first.
  case fieldCount(expected: Int, found: Int)
  /// A field with nothing in it.
  case missing(FileColumn)
  /// A field that should be a number.
  case notANumber(FileColumn, found: String)
  /// An infinity, or what isn't a number by name.
  case notFinite(FileColumn, found: String)
  /// A rating beyond `RatingTable.largestValue`, or a time outside of 64 bits.
  case outOfRange(FileColumn, found: String)
  /// A text that isn't valid UTF-8.
  case notUTF8(FileColumn)
  /// A text with a zero byte in it.
  case zeroByte(FileColumn)
  /// A rating with a comma that may be for decimals or between thousands.
  case ambiguousComma(found: String)
  /// A date among numbers, or a number among dates.
  case otherTimeFormat(found: String)
  /// A day or a time of day that doesn't exist.
  case impossibleTime(found: String)
  /// A time in another unit than those of other lines.
  case otherTimeUnit(found: String, TimeUnit, others: TimeUnit)
  /// The same user rated the same item before (or an item has two titles).
  case duplicate(firstLine: Int, firstText: String)
  /// A quotation mark that isn't closed.
  case unclosedQuote
  /// Something between a closing quotation mark and the next separator.
  case textAfterQuote
}

/// The first problems of a file, and the number of all.
struct LineProblems {
  /// How many are told one by one.
  static let shown = 10

  private(set) var lines: [MalformedLine] = []
  private(set) var count = 0

  mutating func add(_ line: @autoclosure () -> MalformedLine) {
    count += 1
    if lines.count < LineProblems.shown { lines.append(line()) }
  }

  /// Adds those of a part of the file, before which there are so many lines.
  mutating func add(_ part: LineProblems, lineOffset: Int) {
    count += part.count
    for var line in part.lines.prefix(LineProblems.shown - lines.count) {
      line.line += lineOffset
      lines.append(line)
    }
  }

  /// Throws what was found, if anything.
  func check(path: String) throws(ReadingError) {
    guard count > 0 else { return }
    throw .malformed(path: path, lines: lines, others: count - lines.count)
  }

  /// Whether a quotation mark is among what is wrong.
  var concernQuotes: Bool {
    lines.contains { $0.problem == .unclosedQuote || $0.problem == .textAfterQuote }
  }
}
