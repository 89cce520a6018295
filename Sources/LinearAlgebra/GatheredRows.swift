/// Adds Σ x_i·w_i to y, for rows w_i that lie anywhere in memory.
///
/// Four at a time: where rows aren't in a cache they are fetched side by side, for which one
/// call of `addMultiple` after the other leaves no chance.
///
/// - Parameters:
///   - count: the number of rows.
///   - width: the length of a row.
///   - y: the sum, of length `width`.
///   - term: x_i and w_i for a number below `count`. No row is part of y.
public func addCombination(
  count: Int, width: Int, to y: UnsafeMutablePointer<Float>,
  _ term: (_ number: Int) -> (x: Float, w: UnsafePointer<Float>)
) {
  let quadrupled = count / 4 * 4
  for number in stride(from: 0, to: quadrupled, by: 4) {
    let (a, b, c, d) = (term(number), term(number + 1), term(number + 2), term(number + 3))
    for k in 0..<width { y[k] += a.x * a.w[k] + b.x * b.w[k] + c.x * c.w[k] + d.x * d.w[k] }
  }
  for number in quadrupled..<count {
    let (x, w) = term(number)
    addMultiple(x, of: w, count: width, to: y)
  }
}
