/// Which file of ratings to read, and how.
///
/// The defaults read what MovieLens, RecBole and most exports of spreadsheets
/// look like; everything they guess can be said instead.
public struct RatingFileRequest: Hashable, Sendable {
  /// Where the file is.
  ///
  /// The table's source bears it as it is written here.
  public var path: String
  /// How the file is laid out; nil to tell by its extension and its first line.
  public var format: RatingFileFormat?
  /// Where the user, the item, the rating and the time stand in a line.
  public var columns: RatingColumns
  /// A file with the titles of the items; nil if there is none.
  public var titles: TitleFileRequest?
  /// What to do about several ratings of one item by one user.
  public var duplicates: DuplicateRule
  /// How many ratings to read, from the file's start, before duplicates are dealt with.
  ///
  /// At least 1. Lines after them are not looked at. Nil for all.
  public var limit: Int?

  public init(
    path: String, format: RatingFileFormat? = nil, columns: RatingColumns = RatingColumns(),
    titles: TitleFileRequest? = nil, duplicates: DuplicateRule = .error, limit: Int? = nil
  ) {
    self.path = path
    self.format = format
    self.columns = columns
    self.titles = titles
    self.duplicates = duplicates
    self.limit = limit
  }
}

/// The layouts of rating files.
///
/// All but the sparse matrix may have a header: a first line without a number. Lines before it
/// that begin with `#` or `%` and a space are comments. The raw value is what people call them. Those that are text may be compressed by gzip.
public enum RatingFileFormat: String, CaseIterable, Hashable, Sendable {
  /// Commas or semicolons, quoted fields (RFC 4180), a header or not.
  case csv
  /// Tabs, fields quoted or not, a header or not.
  case tsv
  /// `::` between fields: `ratings.dat` of MovieLens 1M and 10M.
  case doubleColon = "::"
  /// Semicolons, quoted fields.
  case semicolon = ";"
  /// `|` between fields, no quoting.
  case bar = "|"
  /// Any run of spaces and tabs between fields.
  case spaces
  /// Tabs, no quoting: `u.data` of MovieLens 100K.
  case uData = "u.data"
  /// RecBole's atomic file: tabs, a header such as `user_id:token`.
  case inter
  /// A sparse matrix of `scipy.sparse.save_npz`, with a row for each user.
  case npz
}

/// A file with the titles of items, such as `movies.csv`.
public struct TitleFileRequest: Hashable, Sendable {
  public var path: String
  /// How the file is laid out; nil to tell by its name and its first line.
  public var format: TitleFileFormat?

  public init(path: String, format: TitleFileFormat? = nil) {
    self.path = path
    self.format = format
  }
}

/// The layouts of title files.
///
/// Text is UTF-8; bytes that aren't are taken for Windows-1252, of which Latin-1 is a part.
public enum TitleFileFormat: String, CaseIterable, Hashable, Sendable {
  /// Commas or semicolons, and quoted fields; a header that names the columns, or else identifier
  /// and title first.
  case csv
  /// Tabs; a header that names the columns, or else identifier and title first.
  case tsv
  /// `::` between fields, identifier and title first: `movies.dat`.
  case doubleColon = "::"
  /// `|` between fields, identifier and title first: `u.item` of MovieLens 100K.
  case uItem = "u.item"
  /// RecBole's atomic file: tabs, a header; the year stands apart and is put behind the title.
  case item
}

/// What to do about several ratings of one item by one user.
public enum DuplicateRule: String, CaseIterable, Hashable, Sendable {
  /// Refuse the file, and tell which lines.
  case error
  /// Keep the rating that comes first in the file.
  case first
  /// Keep the rating that comes last in the file, at its own place.
  case last
  /// Keep their mean, at the place of the first, with the latest time.
  case mean
}

/// Where the parts of a rating stand in a line; nil for a part means: guess.
///
/// A guess goes by the header, in which common names such as `userId`, `user_id`
/// and `user` are known in any case. Without a header it is user, item, rating,
/// time from the left; the time is guessed by its place only if no column is given.
public struct RatingColumns: Hashable, Sendable {
  public var user: ColumnReference?
  public var item: ColumnReference?
  public var rating: ColumnReference?
  public var timestamp: ColumnReference?
  /// Whether times, which are numbers or dates, are read if there are any.
  public var readsTimestamps: Bool

  public init(
    user: ColumnReference? = nil, item: ColumnReference? = nil, rating: ColumnReference? = nil,
    timestamp: ColumnReference? = nil, readsTimestamps: Bool = true
  ) {
    self.user = user
    self.item = item
    self.rating = rating
    self.timestamp = timestamp
    self.readsTimestamps = readsTimestamps
  }

  subscript(column: FileColumn) -> ColumnReference? {
    switch column {
    case .user: user
    case .item: item
    case .rating: rating
    case .timestamp: timestamp
    case .title, .year: nil
    }
  }
}

/// A column of a file.
public enum ColumnReference: Hashable, Sendable {
  /// The column with this name in the header. The case matters only if names differ in nothing
  /// else, and RecBole's types (`:token`) may be left out.
  case name(String)
  /// The column at this position, the leftmost being 1.
  case position(Int)
}

/// The parts of a line that are read.
public enum FileColumn: String, CaseIterable, Hashable, Sendable {
  case user, item, rating, timestamp, title, year
}
