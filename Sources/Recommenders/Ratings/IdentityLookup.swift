extension Identities {
  /// Finds whom or what a person means.
  ///
  /// That is the identifier as the source spells it, byte by byte, or else as people see it if
  /// only one looks so; or a title, or a part of one that no other has, in any case of letters.
  ///
  /// - Parameter text: what the person wrote.
  /// - Returns: the number.
  /// - Throws: `IdentityLookupError`.
  public func number(named text: String) throws(IdentityLookupError) -> Int {
    let alike = (0..<count).filter { identifier(of: $0) == text }
    if let number = alike.first(where: { Identifier(identifier(of: $0)) == Identifier(text) }) {
      return number
    }
    if alike.count == 1 { return alike[0] }
    guard alike.isEmpty else { throw .ambiguous(text, candidates: alike) }
    let wanted = text.lowercased()
    let titles = (titles ?? []).map { $0.lowercased() }
    let equal = titles.indices.filter { titles[$0] == wanted }
    let similar = equal.isEmpty ? titles.indices.filter { titles[$0].contains(wanted) } : equal
    guard let first = similar.first, !wanted.isEmpty else { throw .unknown(text) }
    guard similar.count == 1 else {
      throw .ambiguous(text, candidates: similar)
    }
    return first
  }
}

/// Why it isn't clear whom or what a person means.
public enum IdentityLookupError: Error, Hashable, Sendable {
  case unknown(String)
  /// Several have this in their titles, or look so: their numbers.
  case ambiguous(String, candidates: [Int])
}

extension Identities {
  /// Identifiers that look the same and differ in their bytes, as `é` in one character or in two:
  /// the numbers of each such pair, the first coming first.
  public var lookalikes: [(first: Int, second: Int)] {
    guard case .words(let words) = identifiers else { return [] }
    var firsts: [String: Int] = [:]
    var pairs: [(first: Int, second: Int)] = []
    for (number, word) in words.enumerated() where !word.utf8.allSatisfy({ $0 < 0x80 }) {
      if let first = firsts[word] {
        pairs.append((first, number))
      } else {
        firsts[word] = number
      }
    }
    return pairs
  }
}
