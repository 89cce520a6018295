import Recommenders

/// The model r̂ᵤᵢ = μ + bᵤ + cᵢ: the mean rating, and how far a user and an item lie from it.
struct Biases: Sendable {
  /// μ, the mean rating.
  let mean: Double
  /// b, how far each user lies from it.
  var users: [Double]
  /// c, how far each item lies from it.
  var items: [Double]
  let itemNames: Identities
  /// The root-mean-square error on the test ratings, at first and after each sweep.
  var testErrors: [Double] = []

  /// All users and items at the mean.
  init(of ratings: RatingTable) {
    mean = ratings.values.reduce(0) { $0 + Double($1) } / Double(max(1, ratings.count))
    users = Array(repeating: 0, count: ratings.users.count)
    items = Array(repeating: 0, count: ratings.items.count)
    itemNames = ratings.items
  }

  /// bᵤ = Σᵢ (rᵤᵢ − μ − cᵢ) / (damping + nᵤ), then the same for cᵢ.
  mutating func fit(to ratings: RatingTable, damping: Double) {
    func fitted(_ indices: [Int32], count: Int, _ rest: (Int) -> Double) -> [Double] {
      var sums = Array(repeating: 0.0, count: count)
      var weights = Array(repeating: damping, count: count)
      for (rating, index) in indices.enumerated() {
        sums[Int(index)] += Double(ratings.values[rating]) - rest(rating)
        weights[Int(index)] += 1
      }
      return zip(sums, weights).map { $0 / $1 }
    }
    users = fitted(ratings.userIndices, count: users.count) {
      mean + items[Int(ratings.itemIndices[$0])]
    }
    items = fitted(ratings.itemIndices, count: items.count) {
      mean + users[Int(ratings.userIndices[$0])]
    }
  }

  /// The root-mean-square error on some ratings.
  func error(on ratings: RatingTable) -> Double {
    let squares = ratings.values.indices.map { rating in
      let user = Int(ratings.userIndices[rating])
      let item = Int(ratings.itemIndices[rating])
      let error = Double(ratings.values[rating]) - (mean + users[user] + items[item])
      return error * error
    }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }
}
