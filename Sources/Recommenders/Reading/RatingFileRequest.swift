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
