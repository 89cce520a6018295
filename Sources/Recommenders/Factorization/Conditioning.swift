/// How well systems of equations determine their solutions, in single precision.
///
/// A solution is good to about ε·κ, where κ is the condition of its equations and ε = 2⁻²⁴.
/// κ is estimated from below, by the largest pivot of the Cholesky factorization over the smallest.
public struct Conditioning: Sendable, Hashable {
  /// The equations of the users, and those of the items.
  public var users: Side
  public var items: Side

  /// The equations of all rows of a side that have ratings.
  public struct Side: Sendable, Hashable {
    public var count: Int
    /// How many have a condition of more than 10⁴, so that of their solutions hardly more than three
    /// digits are right.
    public var illConditionedCount: Int
    /// The median of the conditions; 1 without any.
    public var medianCondition: Double

    /// - Parameter conditions: an estimate for each row, 0 for rows without ratings.
    init(_ conditions: [Float]) {
      let solved = conditions.filter { $0 > 0 }.sorted()
      count = solved.count
      illConditionedCount = solved.count { $0 > 1e4 }
      medianCondition = solved.isEmpty ? 1 : Double(solved[solved.count / 2])
    }
  }

  init(users: [Float], items: [Float]) {
    self.users = Side(users)
    self.items = Side(items)
  }

  /// Whether single precision shows in the predictions: for more than a hundredth of a side.
  public var showsSinglePrecision: Bool {
    [users, items].contains { 100 * $0.illConditionedCount > $0.count }
  }
}
