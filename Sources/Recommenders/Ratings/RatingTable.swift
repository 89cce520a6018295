/// Ratings of items by users, one triplet a rating, in the order in which they came.
///
/// Users and items are numbered from zero without gaps. Parts of a split share the
/// numbering of the whole, so that `users.count` and `items.count` cover also those
/// that only another part mentions.
public struct RatingTable: Sendable {
  /// Who rated: the number of a user is a position here.
  public var users: Identities
  /// What was rated: the number of an item is a position here.
  public var items: Identities
  /// The user of each rating.
  public var userIndices: [Int32]
  /// The item of each rating.
  public var itemIndices: [Int32]
  /// The rating itself, in the units of its source, such as stars.
  public var values: [Float]
  /// When each rating was given, in seconds since 1970; nil if the source doesn't say.
  public var timestamps: [Int64]?
  /// Where the ratings come from.
  public var source: RatingSource

  public init(
    users: Identities, items: Identities, userIndices: [Int32], itemIndices: [Int32],
    values: [Float], timestamps: [Int64]? = nil, source: RatingSource
  ) {
    precondition(userIndices.count == values.count && itemIndices.count == values.count)
    precondition(timestamps.map { $0.count == values.count } ?? true)
    precondition(allAreIndices(userIndices, below: users.count), "A user is in the table")
    precondition(allAreIndices(itemIndices, below: items.count), "An item is in the table")
    self.users = users
    self.items = items
    self.userIndices = userIndices
    self.itemIndices = itemIndices
    self.values = values
    self.timestamps = timestamps
    self.source = source
  }

  /// The number of ratings.
  public var count: Int { values.count }

  /// The largest absolute value that a rating of a file may have.
  ///
  /// Sums of squares of a table full of them are still numbers of single precision.
  public static let largestValue: Float = 1e12
}

/// Whether all numbers are in `0..<bound`.
private func allAreIndices(_ numbers: [Int32], below bound: Int) -> Bool {
  // Without its sign, a negative number is a large one.
  let largest = numbers.reduce(UInt32(0)) { max($0, UInt32(bitPattern: $1)) }
  return numbers.isEmpty || Int(largest) < bound
}

/// The original identifiers of the users or items of a table, and their titles.
public struct Identities: Sendable {
  public enum Identifiers: Sendable, Equatable {
    case numbers([Int64])
    case words([String])
  }
  /// The identifier in the source of each number here.
  public var identifiers: Identifiers
  /// What people call each; nil if the source doesn't say.
  public var titles: [String]?

  public init(_ identifiers: Identifiers, titles: [String]? = nil) {
    self.identifiers = identifiers
    self.titles = titles
  }

  public var count: Int {
    switch identifiers {
    case .numbers(let numbers): numbers.count
    case .words(let words): words.count
    }
  }

  /// The identifier of a number, as its source spells it.
  public func identifier(of index: Int) -> String {
    switch identifiers {
    case .numbers(let numbers): String(numbers[index])
    case .words(let words): words[index]
    }
  }

  /// What to call a number in front of people: its title, or else its identifier.
  public func name(of index: Int) -> String { titles?[index] ?? identifier(of: index) }
}

/// Where ratings come from, for the provenance of what is computed of them.
public struct RatingSource: Hashable, Sendable {
  /// The path as it was written, or the name of a dataset.
  public var name: String
  /// The files that were read, with the SHA-256 of their bytes in hexadecimal.
  public var files: [File]
  /// On what terms the data may be used; nil if nothing is known.
  public var license: String?

  public struct File: Hashable, Sendable {
    public var name: String
    public var sha256: String

    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  public init(name: String, files: [File] = [], license: String? = nil) {
    self.name = name
    self.files = files
    self.license = license
  }
}
