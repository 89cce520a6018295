import LinearAlgebra
import Recommenders

/// A small rating table of given triplets.
func ratingTable(
  users: Int, items: Int, _ triplets: [(user: Int, item: Int, value: Float)],
  timestamps: [Int64]? = nil
) -> RatingTable {
  RatingTable(
    users: Identities(.numbers(Array(0..<Int64(users)))),
    items: Identities(.numbers(Array(0..<Int64(items)))),
    userIndices: triplets.map { Int32($0.user) }, itemIndices: triplets.map { Int32($0.item) },
    values: triplets.map(\.value), timestamps: timestamps, source: RatingSource(name: "test"))
}

/// Half-star ratings of random pairs, each pair at most once; some rows may have none.
func randomRatings(seed: UInt64, users: Int, items: Int, count: Int) -> RatingTable {
  let source = RandomSource(seed: seed, purpose: "test.ratings")
  var random = source.sequence(epoch: 1)
  return ratingTable(
    users: users, items: items,
    source.permutation(of: users * items).prefix(count).map { cell in
      (Int(cell) / items, Int(cell) % items, Float(random.integer(below: 10) + 1) / 2)
    })
}

/// A model of random factors and biases, for a table.
func randomModel(seed: UInt64, for table: RatingTable, factors: Int) -> FactorModel {
  var random = RandomSource(seed: seed, purpose: "test.model").sequence()
  func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(0.5 * random.normal()) } }
  let (users, items) = (table.users.count, table.items.count)
  return FactorModel(
    mean: 0,
    userFactors: Matrix(rowCount: users, columnCount: factors, elements: numbers(users * factors)),
    itemFactors: Matrix(rowCount: items, columnCount: factors, elements: numbers(items * factors)),
    userBiases: numbers(users), itemBiases: numbers(items))
}

extension ALS.Configuration {
  /// Three factors and few epochs, but for what is given.
  static func small(
    factors: Int = 3, epochs: Int = 3, regularization: Double = 1, biases: ALS.Biases = .joint,
    order: ALS.Order = .usersFirst, update: ALS.Update = .latest,
    scaling: ALS.RegularizationScaling = .none, threads: Int = 1
  ) -> ALS.Configuration {
    var configuration = ALS.Configuration()
    configuration.factors = factors
    configuration.epochs = epochs
    configuration.regularization = regularization
    configuration.biases = biases
    configuration.order = order
    configuration.update = update
    configuration.regularizationScaling = scaling
    configuration.threads = threads
    return configuration
  }
}

/// All combinations of the choices that ALS offers.
let alsVariants: [ALS.Configuration] = ALS.Biases.allCases.flatMap { biases in
  ALS.Order.allCases.flatMap { order in
    ALS.Update.allCases.flatMap { update in
      ALS.RegularizationScaling.allCases.map { scaling in
        ALS.Configuration.small(biases: biases, order: order, update: update, scaling: scaling)
      }
    }
  }
}

extension FactorModel {
  /// Whether two models are the same bit for bit.
  func isIdentical(to other: FactorModel) -> Bool {
    func bits(_ numbers: [Float]) -> [UInt32] { numbers.map(\.bitPattern) }
    return mean.bitPattern == other.mean.bitPattern
      && bits(userFactors.elements) == bits(other.userFactors.elements)
      && bits(itemFactors.elements) == bits(other.itemFactors.elements)
      && bits(userBiases) == bits(other.userBiases) && bits(itemBiases) == bits(other.itemBiases)
  }
}

/// Ratings whose factors are known, few enough for a test.
func plantedRatings(
  users: Int, items: Int, ratings: Int, factors: Int, seed: UInt64 = 1
) throws -> PlantedRatings {
  var configuration = PlantedRatings.Configuration()
  configuration.users = users
  configuration.items = items
  configuration.ratings = ratings
  configuration.factors = factors
  configuration.seed = seed
  return try PlantedRatings(configuration)
}
