import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

/// Everything drawn from the prior, and ratings of it: what the sampler's draws must agree with.
private struct PriorDraw {
  var table: RatingTable
  var users: [[Double]]
  var items: [[Double]]
  var userParameters: GibbsChain.SideParameters
  var itemParameters: GibbsChain.SideParameters
  var noisePrecision: Double

  /// Draws parameters, then rows, then ratings of the first so many cells of a permutation.
  init(
    _ configuration: BPMF.Configuration, users: Int, items: Int, ratings: Int, seed: UInt64
  ) throws {
    let source = RandomSource(seed: seed, purpose: "test.prior")
    var random = source.sequence(row: 1)
    let prior = configuration.prior
    // Λ ~ W(sI, ν₀), μ ~ N(μ₀, (β₀Λ)⁻¹), written down once more.
    func parameters(order: Int, degrees: Double) throws -> NormalParameters {
      var inverseScale = Matrix<Double>(rowCount: order, columnCount: order)
      for a in 0..<order { inverseScale[a, a] = 1 / prior.scale }
      let precision = random.wishart(
        inverseScale: try CholeskyFactorization(inverseScale), degrees: degrees)
      let mean = random.normal(
        mean: Array(repeating: prior.mean, count: order),
        precision: try CholeskyFactorization(precision), scale: prior.strength)
      return NormalParameters(mean: mean, precision: precision)
    }
    let order = configuration.factors
    let degrees = prior.degrees ?? Double(order)
    func parameters() throws -> GibbsChain.SideParameters {
      .init(
        factors: try parameters(order: order, degrees: degrees),
        biases: configuration.biases
          ? try parameters(order: 1, degrees: degrees - Double(order) + 1) : nil)
    }
    userParameters = try parameters()
    itemParameters = try parameters()
    func rows(_ count: Int, _ parameters: NormalParameters) throws -> [[Double]] {
      let precision = try CholeskyFactorization(parameters.precision)
      return (0..<count).map { _ in random.normal(mean: parameters.mean, precision: precision) }
    }
    let userRows = try rows(users, userParameters.ofRows)
    let itemRows = try rows(items, itemParameters.ofRows)
    (self.users, self.items) = (userRows, itemRows)
    switch configuration.noisePrecision {
    case .fixed(let precision): noisePrecision = precision
    case .sampled: noisePrecision = random.gamma(shape: 1, rate: 1)
    }
    let deviation = 1 / noisePrecision.squareRoot()
    let factors = configuration.factors
    table = ratingTable(
      users: users, items: items,
      source.permutation(of: users * items).prefix(ratings).map { cell in
        let (user, item) = (Int(cell) / items, Int(cell) % items)
        let (w, u) = (userRows[user], itemRows[item])
        var rating = (0..<factors).reduce(0) { $0 + w[$1] * u[$1] }
        if configuration.biases { rating += w[factors] + u[factors] }
        return (user, item, Float(rating + deviation * random.normal()))
      })
  }

  /// Puts a chain where this was drawn.
  func start(_ chain: inout GibbsChain) {
    func copy(_ rows: [[Double]], to table: borrowing FactorTable) {
      for (row, numbers) in rows.enumerated() {
        for factor in 0..<table.factors {
          table.numbers(ofRow: row)[factor] = Float(numbers[factor])
        }
        if table.hasBiases { table.setBias(Float(numbers[table.factors]), ofRow: row) }
      }
    }
    copy(users, to: chain.users)
    copy(items, to: chain.items)
    chain.noisePrecision = noisePrecision
  }
}

struct BPMFJointTests {
  /// What is compared: functions of everything drawn, and of the ratings.
  private static let names = [
    "α", "μ of users", "μ of items", "Λ of users", "Λ of items", "a user's factor",
    "an item's factor squared", "a prediction", "a bias", "μ of biases", "Λ of biases",
    "squared residuals",
  ]

  /// Geweke's joint distribution test (*Getting It Right*, JASA 99(467), 2004).
  ///
  /// What is drawn from the prior, with ratings drawn given it, is also a draw from the
  /// posterior given these ratings. A chain that starts there stays distributed as that is: so
  /// whatever it draws later has, over many priors and ratings, the distribution of the prior
  /// again. The ranks of its draws among others from the prior are then uniform.
  @Test(arguments: [(true, BPMF.Noise.sampled), (false, .fixed(2))])
  func whatIsDrawnGivenRatingsIsDistributedAsTheyWere(biases: Bool, noise: BPMF.Noise) throws {
    var configuration = BPMF.Configuration()
    configuration.factors = 2
    configuration.biases = biases
    configuration.noisePrecision = noise
    configuration.prior = NormalWishart(mean: 0.3, strength: 1.5, degrees: 6, scale: 0.3)
    configuration.threads = 1
    let replications = 1200
    func values(
      _ chain: borrowing GibbsChain, squaredResiduals: Double
    ) -> [Double] {
      let model = chain.model()
      let (users, items) = (chain.userParameters, chain.itemParameters)
      let factor = Double(model.itemFactors[0, 1])
      return [
        chain.noisePrecision, users.factors.mean[0], items.factors.mean[1],
        users.factors.precision[0, 0], items.factors.precision[0, 1],
        Double(model.userFactors[1, 0]), factor * factor,
        Double(model.prediction(user: 0, item: 1)), Double(model.userBiases[0]),
        items.biases?.mean[0] ?? 0, users.biases?.precision[0, 0] ?? 0, squaredResiduals,
      ]
    }
    var (drawn, expected): ([[Double]], [[Double]]) = ([], [])
    for replication in 0..<2 * replications {
      configuration.seed = UInt64(replication)
      let draw = try PriorDraw(
        configuration, users: 4, items: 3, ratings: 8, seed: configuration.seed)
      let data = GibbsData(draw.table, mean: 0, factors: 2, threads: 1)
      var chain = GibbsChain(configuration, data: data, number: 0)
      draw.start(&chain)
      if replication < replications {
        var squares = 0.0
        for sweep in 1...6 { squares = try chain.sweep(sweep) }
        drawn.append(values(chain, squaredResiduals: squares))
      } else {
        let model = chain.model()
        let squares = try #require(try model.meanSquaredError(on: draw.table)) * 8
        let (users, items) = (draw.userParameters, draw.itemParameters)
        var numbers = values(chain, squaredResiduals: squares)
        (numbers[1], numbers[2]) = (users.factors.mean[0], items.factors.mean[1])
        (numbers[3], numbers[4]) = (users.factors.precision[0, 0], items.factors.precision[0, 1])
        (numbers[9], numbers[10]) = (
          items.biases?.mean[0] ?? 0, users.biases?.precision[0, 0] ?? 0
        )
        expected.append(numbers)
      }
    }
    for (place, name) in Self.names.enumerated() {
      let (ours, theirs) = (drawn.map { $0[place] }, expected.map { $0[place] }.sorted())
      // Without biases, or with a fixed α, there is nothing to compare.
      if theirs.first == theirs.last { continue }
      // Each of ours is larger than one of theirs with probability 1/2; of n and n, the share
      // of pairs in which it is has the variance 1 / 6n (Mann and Whitney).
      let ranks = ours.map { value in theirs.count { $0 < value } }
      let count = Double(ours.count)
      let share = Double(ranks.reduce(0, +)) / (count * count)
      let z = (share - 0.5) * (6 * count).squareRoot()
      #expect(abs(z) < 4, "\(name): \(z)")
      // Ranks in ten bins: χ² with nine degrees of freedom, of which 27.9 is the 99.9% point,
      // doubled as the bounds of the bins are estimated from as many numbers.
      var counts = Array(repeating: 0, count: 10)
      for rank in ranks { counts[min(9, rank * 10 / theirs.count)] += 1 }
      let mean = count / 10
      let chiSquared = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
      #expect(chiSquared < 2 * 27.9, "\(name): \(counts)")
    }
  }

  @Test func intervalsCoverWhatIsDrawnFromThePrior() throws {
    var (inside50, inside90, count) = (0.0, 0.0, 0.0)
    for seed in 0..<6 as Range<UInt64> {
      var configuration = BPMF.Configuration()
      configuration.factors = 2
      configuration.burnIn = 30
      configuration.samples = 60
      configuration.prior = NormalWishart(degrees: 8, scale: 0.2)
      configuration.seed = seed
      let draw = try PriorDraw(
        configuration, users: 40, items: 30, ratings: 1200, seed: seed + 100)
      let split = try RatingSplit(of: draw.table, train: 0.6, seed: seed)
      let model = try BPMF(configuration).train(on: TrainingData(split)).model
      let test = try #require(model.test)
      inside50 += test.coverage(nominal: 0.5) * Double(test.count)
      inside90 += test.coverage(nominal: 0.9) * Double(test.count)
      count += Double(test.count)
      // The intervals that are asked for one by one are the same.
      for n in 0..<20 {
        let (user, item) = (Int(split.test.userIndices[n]), Int(split.test.itemIndices[n]))
        let narrow = model.interval(user: user, item: item, coverage: 0.5)
        let wide = model.interval(user: user, item: item, coverage: 0.9)
        #expect(wide.contains(narrow.lowerBound) && wide.contains(narrow.upperBound))
        #expect(wide.contains(model.prediction(user: user, item: item)))
      }
    }
    #expect((0.88...0.92).contains(inside90 / count), "\(inside90 / count)")
    #expect((0.47...0.53).contains(inside50 / count), "\(inside50 / count)")
  }
}
