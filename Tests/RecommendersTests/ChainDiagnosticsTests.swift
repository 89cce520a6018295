import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

struct ChainDiagnosticsTests {
  private struct Golden: Decodable {
    var tolerance: Double
    var cases: [Case]

    struct Case: Decodable {
      var name: String
      var chains: [[Double]]
      var splitRHat: Double
      var bulkSampleSize: Double
      var tailSampleSize: Double
    }
  }

  /// What ArviZ computed; see `Goldens/chain-diagnostics.py`.
  @Test func agreesWithArviZ() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(components: "Goldens", "chain-diagnostics.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    #expect(golden.cases.count > 5)
    for expected in golden.cases {
      let found = ChainDiagnostics(expected.chains)
      let tolerance = golden.tolerance
      #expect(isClose(found.splitRHat, expected.splitRHat, tolerance), "\(expected.name)")
      #expect(
        isClose(found.bulkSampleSize, expected.bulkSampleSize, tolerance), "\(expected.name)")
      #expect(
        isClose(found.tailSampleSize, expected.tailSampleSize, tolerance), "\(expected.name)")
    }
    // The worst of all of them, as if each were a quantity of one model.
    let worst = ChainDiagnostics(worstOf: golden.cases.map { ChainDiagnostics($0.chains) })
    func numbers(_ path: KeyPath<Golden.Case, Double>) -> [Double] {
      golden.cases.map { $0[keyPath: path] }
    }
    let bulk = try #require(numbers(\.bulkSampleSize).min())
    let tail = try #require(numbers(\.tailSampleSize).min())
    #expect(isClose(worst.splitRHat, numbers(\.splitRHat).max() ?? 0, golden.tolerance))
    #expect(isClose(worst.bulkSampleSize, bulk, golden.tolerance))
    #expect(isClose(worst.tailSampleSize, tail, golden.tolerance))
    #expect(isClose(worst.sampleSize, min(bulk, tail), golden.tolerance))
  }

  @Test func whatDoesNotVaryIsNotTheWorst() {
    let constant = ChainDiagnostics([[1, 1, 1, 1, 1]])
    let varying = ChainDiagnostics([[1, 3, 2, 5, 4, 2]])
    #expect(ChainDiagnostics(worstOf: [constant, varying]) == varying)
    #expect(ChainDiagnostics(worstOf: [constant]).sampleSize.isNaN)
  }

  @Test(
    arguments: [
      [], [[1, 2, 3]], [[1, 1, 1, 1, 1]], [[1, 2, 3, 4], [1, 2, 3]], [[1, 2, .infinity, 4]],
      [[1, 2, .nan, 4]],
    ] as [[[Double]]])
  func saysNothingOfChainsThatSayNothing(chains: [[Double]]) {
    let diagnostics = ChainDiagnostics(chains)
    #expect(diagnostics.splitRHat.isNaN)
    #expect(diagnostics.bulkSampleSize.isNaN)
    #expect(diagnostics.tailSampleSize.isNaN)
  }

  @Test(arguments: [1e-300, 1e-10, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-10])
  func normalQuantilesInvertTheDistribution(probability: Double) {
    let x = NormalDistribution.quantile(probability)
    let found = NormalDistribution.probability(upTo: x)
    #expect(abs(found - probability) <= 1e-12 * probability + 1e-16)
  }

  @Test func knowsAQuantileOfTheNormalDistribution() {
    #expect(abs(NormalDistribution.quantile(0.975) - 1.959963984540054) < 1e-14)
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
  }

  @Test func quantilesOfAMixtureInvertIt() {
    let mixture = NormalMixture(means: [1, 4, 4.5], deviations: [0.2, 1, 3])
    for p in [0.001, 0.05, 0.3333, 0.5, 0.95, 0.999] {
      #expect(abs(mixture.probability(upTo: mixture.quantile(p)) - p) < 1e-5)
    }
    let single = NormalMixture(means: [2], deviations: [3])
    #expect(abs(single.quantile(0.95) - (2 + 3 * 1.6448536269514722)) < 1e-5)
  }
}
