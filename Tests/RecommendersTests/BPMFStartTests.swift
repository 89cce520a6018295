import LinearAlgebra
import Testing

@testable import Recommenders

/// Where a chain begins, and how soon it has got to where the probability is.
struct BPMFStartTests {
  /// Ratings of five tastes, ten for a user, with noise of a standard deviation of 0.3.
  private static let planted = Result {
    try plantedRatings(users: 200, items: 100, ratings: 2000, factors: 5)
  }

  private func noisePrecision(
    scaledBy scale: Float = 1, biases: Bool = true, prior: NormalWishart = NormalWishart(),
    burnIn: Int, samples: Int
  ) throws -> Double {
    var table = try Self.planted.get().table
    for row in 0..<table.count { table.values[row] *= scale }
    var configuration = BPMF.Configuration()
    configuration.factors = 5
    configuration.biases = biases
    configuration.prior = prior
    configuration.burnIn = burnIn
    configuration.samples = samples
    configuration.threads = 1
    let trace = try BPMF(configuration).train(on: TrainingData(train: table)).model.trace
    let precisions = trace.chains(of: .noisePrecision, samplesOnly: true).joined()
    return precisions.reduce(0, +) / Double(precisions.count)
  }

  /// The precision of the noise after few sweeps is most of that after many.
  ///
  /// From factors near zero, where the next are drawn near zero too, it is a quarter of it.
  @Test(arguments: [true, false]) func findsTheRatingsWithinAFewSweeps(biases: Bool) throws {
    let soon = try noisePrecision(biases: biases, burnIn: 5, samples: 10)
    let later = try noisePrecision(biases: biases, burnIn: 60, samples: 40)
    #expect(soon / later > 0.55, "\(soon), \(later)")
  }

  /// Also where the prior expects factors far smaller than these ratings need.
  @Test func findsTheRatingsAgainstAPriorOfSmallFactors() throws {
    let prior = NormalWishart(scale: 100)
    let soon = try noisePrecision(prior: prior, burnIn: 5, samples: 10)
    let later = try noisePrecision(prior: prior, burnIn: 60, samples: 40)
    #expect(soon / later > 0.55, "\(soon), \(later)")
  }

  /// And whatever ratings are measured in.
  @Test(arguments: [4, 20] as [Float]) func startsAsWideAsTheRatings(scale: Float) throws {
    let precision = try noisePrecision(scaledBy: scale, burnIn: 5, samples: 10)
    let unscaled = try noisePrecision(burnIn: 5, samples: 10)
    #expect(abs(precision * Double(scale * scale) / unscaled - 1) < 0.3, "\(precision)")
  }

  @Test func eachTermVariesAsMuchAsTheRatings() throws {
    let table = try Self.planted.get().table
    let mean = Float(try #require(table.mean))
    let data = GibbsData(table, mean: mean, factors: 4, threads: 1)
    var configuration = BPMF.Configuration()
    configuration.factors = 4
    configuration.threads = 1
    let start = GibbsChain(configuration, data: data, number: 0).model()
    func variance(_ numbers: [Float]) -> Double {
      numbers.reduce(0) { $0 + Double($1) * Double($1) } / Double(numbers.count)
    }
    let ratings = variance(table.values.map { $0 - mean })
    #expect(abs(variance(start.userBiases) / ratings - 1) < 0.3)
    #expect(abs(variance(start.itemBiases) / ratings - 1) < 0.3)
    let products =
      variance(start.userFactors.elements) * variance(start.itemFactors.elements)
    #expect(abs(products / ratings - 1) < 0.3)
  }
}
