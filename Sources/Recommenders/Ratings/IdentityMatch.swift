/// Where the users, or the items, of one table stand in the numbering of another.
///
/// They are matched by their identifiers alone, byte for byte as text: so it doesn't matter in
/// which order, or together with which others, files name them. The number 7 and the word `7` are
/// one identifier, `7` and `07` are two, and so are two spellings of `é`.
public struct IdentityMatch: Sendable {
  /// For each number of the one its number in the other; nil where the other lacks it.
  public let numbers: [Int?]
  /// How many the other lacks.
  public let unknownCount: Int

  public init(of identities: Identities, in other: Identities) {
    if identities.hasIdentifiers(of: other) {
      numbers = Array(0..<identities.count)
    } else {
      switch (identities.identifiers, other.identifiers) {
      case (.numbers(let own), .numbers(let others)): numbers = Self.positions(of: own, in: others)
      default: numbers = Self.positions(of: identities.texts, in: other.texts)
      }
    }
    unknownCount = numbers.count { $0 == nil }
  }

  private static func positions<Key: Hashable>(of keys: [Key], in others: [Key]) -> [Int?] {
    let positions = Dictionary(zip(others, others.indices)) { first, _ in first }
    return keys.map { positions[$0] }
  }
}

extension Identities {
  /// Whether others have the same identifiers in the same order, byte for byte.
  public func hasIdentifiers(of other: Identities) -> Bool {
    switch (identifiers, other.identifiers) {
    case (.numbers(let own), .numbers(let others)): own == others
    case (.words(let own), .words(let others)):
      // Not `==`, to which two spellings of é are equal.
      own.count == others.count && zip(own, others).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    default: count == other.count && texts == other.texts
    }
  }

  /// The bytes of the identifiers as text.
  fileprivate var texts: [[UInt8]] { (0..<count).map { Array(identifier(of: $0).utf8) } }

  /// These, and behind them others, given by their numbers.
  func appending(_ numbers: [Int], of other: Identities) -> Identities {
    guard !numbers.isEmpty else { return self }
    let more = other.selecting(numbers)
    let identifiers: Identifiers =
      switch (identifiers, more.identifiers) {
      case (.numbers(let own), .numbers(let others)): .numbers(own + others)
      default:
        .words(
          (0..<count).map(identifier(of:)) + (0..<more.count).map(more.identifier(of:)))
      }
    let titles =
      titles == nil && more.titles == nil
      ? nil : (0..<count).map(name(of:)) + (0..<more.count).map(more.name(of:))
    return Identities(identifiers, titles: titles)
  }
}
