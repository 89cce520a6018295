/// How the identifiers of a column are kept until they are numbered.
enum KeyKind: Int, Comparable {
  /// As integers of 32 bits, where their numbers will be.
  case small
  /// As integers of 64 bits.
  case large
  /// As bytes of UTF-8.
  case words

  static func < (a: KeyKind, b: KeyKind) -> Bool { a.rawValue < b.rawValue }

  /// A column has an identifier that can't be kept in the kind it was expected to have.
  struct TooNarrow: Error {
    var column: FileColumn
    var needed: KeyKind
  }
}

/// The identifiers of a part of a column that aren't small.
enum KeyColumn {
  case small
  case large([Int64])
  case words(DistinctKeys<[UInt8]>)

  init(_ kind: KeyKind) {
    self =
      switch kind {
      case .small: .small
      case .large: .large([])
      case .words: .words(DistinctKeys())
      }
  }

  /// Adds the identifier of a row.
  ///
  /// - Parameters:
  ///   - field: where it stands.
  ///   - bytes: the file.
  ///   - column: which it is.
  ///   - small: where it is kept if it is small.
  /// - Returns: what is wrong with it.
  /// - Throws: `KeyKind.TooNarrow` if it needs another kind.
  mutating func append(
    _ field: DelimitedRows.Field, in bytes: UnsafeBufferPointer<UInt8>, column: FileColumn,
    small: UnsafeMutablePointer<Int32>
  ) throws(KeyKind.TooNarrow) -> LineProblem? {
    if field.isEmpty { return .missing(column) }
    if case .words(var words) = self {
      self = .small  // so that what is appended to has one owner
      defer { self = .words(words) }
      let word = field.content(in: bytes)
      guard String(validating: word, as: UTF8.self) != nil else { return .notUTF8(column) }
      if word.contains(0) { return .zeroByte(column) }
      words.append(word)
      return nil
    }
    guard let number = canonicalInteger(bytes, field.start, field.end) else {
      throw KeyKind.TooNarrow(column: column, needed: .words)
    }
    if case .large(var numbers) = self {
      self = .small
      numbers.append(number)
      self = .large(numbers)
    } else if let number = Int32(exactly: number) {
      small.initialize(to: number)
    } else {
      throw KeyKind.TooNarrow(column: column, needed: .large)
    }
    return nil
  }
}

/// Keys in the order of the rows, each kept once.
struct DistinctKeys<Key: Hashable> {
  /// The keys, in the order of their first appearance.
  private(set) var keys: [Key] = []
  /// For each row the position of its key.
  private(set) var positions: [Int32] = []
  private var positionOfKey: [Key: Int32] = [:]

  init() {}

  init(_ rows: some Collection<Key>) {
    positions.reserveCapacity(rows.count)
    for key in rows { append(key) }
  }

  mutating func append(_ key: Key) {
    if let position = positionOfKey[key] {
      positions.append(position)
      return
    }
    let position = Int32(keys.count)
    keys.append(key)
    positionOfKey[key] = position
    positions.append(position)
  }
}
