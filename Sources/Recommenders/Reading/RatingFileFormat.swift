/// A format of files with ratings.
///
/// Where it is lines of text, these may have a header: a first line without a number. Lines before
/// it that begin with `#` or `%` and a space are comments. Text may be compressed by gzip.
public struct RatingFileFormat: FileFormat {
  public var name: String
  public var extensions: [String]
  public var reading: FileReading<RatingFileRequest, RatingTable>
  /// How ratings are written; nil if they aren't.
  public var writing: RatingWriting?

  public init(
    _ name: String, extensions: [String] = [],
    reading: FileReading<RatingFileRequest, RatingTable>, writing: RatingWriting? = nil
  ) {
    self.name = name
    self.extensions = extensions
    self.reading = reading
    self.writing = writing
  }
}

/// How ratings are written in a format.
public struct RatingWriting: Sendable {
  /// The content of a file.
  public var bytes: @Sendable (RatingTable) -> [UInt8]
  /// The function that reads it in Python.
  public var reader: String

  public init(reader: String, bytes: @escaping @Sendable (RatingTable) -> [UInt8]) {
    self.bytes = bytes
    self.reader = reader
  }
}

extension RatingFileFormat {
  public static let all: [RatingFileFormat] = [
    .csv, .tsv, .doubleColon, .semicolon, .bar, .spaces, .uData, .inter, .npz,
  ]

  /// Tabs, fields quoted or not, a header or not.
  public static let tsv = RatingFileFormat(
    "tsv", extensions: ["tsv", "tab"], reading: .lines([LineForm(.tabs)]))

  /// `::` between fields: `ratings.dat` of MovieLens 1M and 10M.
  public static let doubleColon = RatingFileFormat(
    "::", extensions: ["dat"], reading: .lines([LineForm(.doubleColons)]))

  /// Semicolons, quoted fields.
  public static let semicolon = RatingFileFormat(";", reading: .lines([LineForm(.semicolons)]))

  /// `|` between fields, no quoting.
  public static let bar = RatingFileFormat("|", reading: .lines([LineForm(.bars)]))

  /// Any run of spaces and tabs between fields.
  public static let spaces = RatingFileFormat("spaces", reading: .lines([LineForm(.blanks)]))

  /// Tabs, no quoting: `u.data` of MovieLens 100K.
  public static let uData = RatingFileFormat(
    "u.data", extensions: ["data"], reading: .lines([LineForm(.plainTabs)]))

  /// RecBole's atomic file: tabs, a header such as `user_id:token`.
  public static let inter = RatingFileFormat(
    "inter", extensions: ["inter"], reading: .lines([LineForm(.plainTabs, header: .always)]))

  /// How lines may be of which nothing is known, the likeliest first.
  static let linesOfAnyFile = [
    LineForm(.doubleColons), LineForm(.tabs), LineForm(.semicolons), LineForm(.commas),
    LineForm(.bars), LineForm(.blanks),
  ]
}
