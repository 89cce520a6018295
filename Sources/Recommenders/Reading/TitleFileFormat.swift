/// A format of files with the titles of items.
///
/// Text is UTF-8; bytes that aren't are taken for Windows-1252, of which Latin-1 is a part.
public struct TitleFileFormat: FileFormat {
  public var name: String
  public var extensions: [String]
  public var reading: FileReading<TitleFileRequest, [Identifier: String]>

  public init(
    _ name: String, extensions: [String] = [],
    reading: FileReading<TitleFileRequest, [Identifier: String]>
  ) {
    self.name = name
    self.extensions = extensions
    self.reading = reading
  }
}

extension TitleFileFormat {
  public static let all: [TitleFileFormat] = [.csv, .tsv, .doubleColon, .uItem, .item]

  /// Commas or semicolons, and quoted fields; a header that names the columns, or else identifier
  /// and title first.
  public static let csv = TitleFileFormat(
    "csv", extensions: ["csv"], reading: .lines([LineForm(.commas), LineForm(.semicolons)]))

  /// Tabs; a header that names the columns, or else identifier and title first.
  public static let tsv = TitleFileFormat(
    "tsv", extensions: ["tsv", "tab"], reading: .lines([LineForm(.plainTabs)]))

  /// `::` between fields, identifier and title first: `movies.dat`.
  public static let doubleColon = TitleFileFormat(
    "::", extensions: ["dat"], reading: .lines([LineForm(.doubleColons, header: .never)]))

  /// `|` between fields, identifier and title first: `u.item` of MovieLens 100K.
  public static let uItem = TitleFileFormat(
    "u.item", extensions: ["item"], reading: .lines([LineForm(.bars, header: .never)]))

  /// RecBole's atomic file: tabs, a header; the year stands apart and is put behind the title.
  public static let item = TitleFileFormat(
    "item", extensions: ["item"], reading: .lines([atomic]))

  private static let atomic = LineForm(
    .plainTabs, header: .always, mark: ":token", optional: [.year])

  /// How lines may be of which nothing is known, the likeliest first.
  static let linesOfAnyFile = [
    LineForm(.doubleColons, header: .never), atomic, LineForm(.plainTabs),
    LineForm(.bars, header: .never), LineForm(.commas), LineForm(.semicolons),
  ]
}
