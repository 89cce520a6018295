extension Identities {
  /// Finds whom or what a person means.
  ///
  /// That is the identifier as the source spells it; or a title, or a part of one that no other
  /// has, in any case of letters.
  ///
  /// - Parameter text: what the person wrote.
  /// - Returns: the number.
  /// - Throws: `IdentityLookupError`.
  public func number(named text: String) throws(IdentityLookupError) -> Int {
    // Not `==`, to which two spellings of é are equal.
    let bytes = Array(text.utf8)
    if let number = (0..<count).first(where: { identifier(of: $0).utf8.elementsEqual(bytes) }) {
      return number
    }
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
  /// Several have this in their titles: their numbers.
  case ambiguous(String, candidates: [Int])
}
