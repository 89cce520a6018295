import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

/// When an ascent ends: near the maximum, at any scale, and when it is told to.
struct PMFStoppingTests {
  /// What a long ascent on planted ratings goes through.
  private struct Ascent: CustomTestStringConvertible {
    var seed: UInt64
    var estimate: PMF.Estimate
    var momentum: Double
    var prior: Double

    var testDescription: String { "seed \(seed), \(estimate), momentum \(momentum), λ \(prior)" }

    var configuration: PMF.Configuration {
      var configuration = PMFTests.small(
        factors: 2, estimate: estimate, biases: seed % 2 == 0, learningRate: nil, epochs: 3000)
      configuration.momentum = momentum
      configuration.prior = prior
      configuration.seed = seed
      return configuration
    }

    var data: TrainingData {
      get throws {
        TrainingData(
          train: try plantedRatings(users: 24, items: 16, ratings: 200, factors: 2, seed: seed)
            .table)
      }
    }
  }

  private static let ascents = [
    Ascent(seed: 1, estimate: .maximumAPosteriori, momentum: 0.9, prior: 1),
    Ascent(seed: 2, estimate: .maximumAPosteriori, momentum: 0.9, prior: 8),
    Ascent(seed: 3, estimate: .maximumAPosteriori, momentum: 0, prior: 3),
    Ascent(seed: 4, estimate: .maximumLikelihood, momentum: 0.9, prior: 3),
    Ascent(seed: 5, estimate: .maximumAPosteriori, momentum: 0.97, prior: 0.3),
  ]

  /// J falls no further than by twice the share that was asked for.
  @Test(arguments: ascents) private func stopsNearTheEnd(_ ascent: Ascent) throws {
    let configuration = ascent.configuration
    let data = try ascent.data
    let curve = try PMF(configuration).train(on: data).curve
    // J is −2σ² times the objective without the constants of the normal densities.
    let unknowns = (24 + 16) * (2 + (configuration.biases ? 1 : 0))
    let (n, variance) = (Double(data.train.count), configuration.noise)
    var constant = -n / 2 * log(2 * .pi * variance)
    if ascent.estimate == .maximumAPosteriori {
      constant += Double(unknowns) / 2 * log(configuration.prior / (2 * .pi))
    }
    let losses = curve.reports.map { 2 * variance * (constant - ($0.objectives.last ?? .nan)) }
    let end = try #require(losses.last)
    for tolerance in [1e-1, 1e-2, 1e-3, 1e-4] {
      var tolerant = configuration
      tolerant.tolerance = tolerance
      let stopped = try PMF(tolerant).train(on: data).curve
      #expect(stopped.stoppedEarly)
      #expect(stopped.reports == Array(curve.reports.prefix(stopped.reports.count)))
      let reached = losses[stopped.reports.count - 1]
      #expect(
        reached - end <= 2 * tolerance * end, "\(tolerance) after \(stopped.reports.count) steps")
    }
  }

  @Test func endsWhereSinglePrecisionDoes() throws {
    var configuration = Self.ascents[1].configuration
    configuration.epochs = 100_000
    let curve = try PMF(configuration).train(on: Self.ascents[1].data).curve
    #expect(curve.stoppedEarly)
    #expect(curve.reports.count < 5000)
    // With steps of a given length it is the author who says how many.
    configuration.learningRate = 1e-9
    configuration.epochs = 200
    let fixed = try PMF(configuration).train(on: Self.ascents[1].data).curve
    #expect(fixed.reports.count == 200)
  }

  private static let least = Double.leastNonzeroMagnitude

  /// The noise and the prior at the ends of what a number can be: a result or a refusal.
  @Test(arguments: [least, 2000 * least, 1e-300, 1e-30, 1e30, 1e300, 1.7e308])
  func endsForAnyScale(_ number: Double) throws {
    let data = TrainingData(train: randomRatings(seed: 1, users: 9, items: 9, count: 50))
    for estimate in PMF.Estimate.allCases {
      for learningRate in [nil, 0.01, 1e308, Self.least] as [Double?] {
        let scales: [(noise: Double, prior: Double)] = [
          (number, 25), (0.8, number), (number, number), (number, 1 / number),
        ]
        for (noise, prior) in scales where prior.isFinite {
          var configuration = PMFTests.small(
            estimate: estimate, learningRate: learningRate, epochs: 30)
          configuration.noise = noise
          configuration.prior = prior
          do {
            let result = try PMF(configuration).train(on: data)
            let numbers = result.curve.reports.flatMap { $0.objectives + [$0.trainMSE] }
            #expect(numbers.allSatisfy { $0.isFinite })
            #expect(result.model.userFactors.elements.allSatisfy { $0.isFinite })
          } catch FactorizationError.parameterOutOfRange("noise"),
            FactorizationError.parameterOutOfRange("prior")
          {
            #expect(number < 1e-200 || number > 1e20)
          } catch FactorizationError.diverged {
            #expect(learningRate != nil)
          }
        }
      }
    }
  }

  @Test func canBeEndedWithinAStep() throws {
    let data = TrainingData(train: randomRatings(seed: 1, users: 9, items: 9, count: 50))
    var trials = 0
    var steps = 0
    #expect(throws: CancellationError.self) {
      try PMF(PMFTests.small(learningRate: nil, epochs: 500)).train(
        on: data, onEpoch: { _ in steps += 1 },
        checkpoint: {
          trials += 1
          // The second trial of the same step.
          if trials == steps + 2 { throw CancellationError() }
        })
    }
    #expect(trials == steps + 2)
  }
}
