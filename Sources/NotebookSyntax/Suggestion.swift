/// "did you mean 'x'?" if one of the words is close, else a list of the words, or of the first of
/// them and how many there are.
package func suggestion(for word: String, among words: [String]) -> String? {
  guard !words.isEmpty else { return nil }
  let furthest = max(1, word.count / 3)
  // A long text is no slip of a name, and would take long to compare.
  let near = words.filter { word.count <= 100 && abs($0.count - word.count) <= furthest }
    .map { (word: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
    .min { $0.distance < $1.distance }
  if let near, near.distance <= furthest { return "did you mean '\(near.word)'?" }
  let quoted = words.map { "'\($0)'" }
  let list = quoted.joined(separator: ", ")
  if list.count > 160, quoted.count > 3 {
    let first = quoted.prefix(3).joined(separator: ", ")
    return "there are \(words.count), such as \(first)"
  }
  return (words.count == 1 ? "there is " : "there are ") + list
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two words.
///
/// The optimal string alignment distance, a restricted Damerau–Levenshtein distance.
func editDistance(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first), Array(second))
  var before: [Int] = []
  var above = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(above[j] + (a[i] == b[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row.append(best)
    }
    (before, above) = (above, row)
  }
  return above[b.count]
}
