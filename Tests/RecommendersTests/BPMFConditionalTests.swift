import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

/// Each conditional distribution of the sampler against formulas written elsewhere.
struct BPMFConditionalTests {
  /// What NumPy computed; see `Goldens/bpmf-conditionals.py`.
  private struct Golden: Decodable {
    var tolerance: Double
    var input: Input
    var expected: Expected

    struct Input: Decodable {
      var users: Int
      var items: Int
      var factors: Int
      var userIndices: [Int]
      var itemIndices: [Int]
      var values: [Double]
      var itemFactors: [Double]
      var itemBiases: [Double]
      var noisePrecision: Double
      var mean: Double
      var prior: Prior
      var mu: [Double]
      var precision: [Double]
      var biasMean: Double
      var biasPrecision: Double
    }

    struct Prior: Decodable {
      var mean: Double
      var strength: Double
      var degrees: Double
      var scale: Double
    }

    struct Expected: Decodable {
      var hyperparameters: Hyperparameters
      var rows: [Row]
    }

    struct Hyperparameters: Decodable {
      var mean: [Double]
      var strength: Double
      var degrees: Double
      var inverseScale: [Double]
    }

    struct Row: Decodable {
      var mean: [Double]
      var covariance: [Double]
    }

    static func load() throws -> Golden {
      let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(components: "Goldens", "bpmf-conditionals.json")
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }
  }

  @Test func hyperparametersAreThePapersInNumPy() throws {
    let golden = try Golden.load()
    let (input, expected) = (golden.input, golden.expected.hyperparameters)
    let items = FactorTable(count: input.items, factors: input.factors, hasBiases: true)
    for row in 0..<input.items {
      for factor in 0..<input.factors {
        items.numbers(ofRow: row)[factor] = Float(input.itemFactors[row * input.factors + factor])
      }
    }
    let prior = NormalWishart(
      mean: input.prior.mean, strength: input.prior.strength, degrees: input.prior.degrees,
      scale: input.prior.scale)
    let found = prior.conditional(given: items.moments(threads: 1).factors)
    #expect(found.strength == expected.strength)
    #expect(found.degrees == expected.degrees)
    for a in 0..<input.factors {
      #expect(isClose(found.mean[a], expected.mean[a], golden.tolerance))
      for b in a..<input.factors {
        // Σ xxᵀ of a block of rows is summed in single precision.
        #expect(
          isClose(found.inverseScale[a, b], expected.inverseScale[a * input.factors + b], 1e-5))
      }
    }
  }

  @Test func rowsAreThePapersInNumPy() throws {
    let golden = try Golden.load()
    let (input, expected) = (golden.input, golden.expected.rows)
    let factors = input.factors
    let prior = NormalParameters(
      mean: input.mu,
      precision: Matrix(rowCount: factors, columnCount: factors, elements: input.precision)
    ).joined(
      NormalParameters(
        mean: [input.biasMean],
        precision: Matrix(rowCount: 1, columnCount: 1, elements: [input.biasPrecision])))
    for user in 0..<input.users {
      var conditional = RowConditional(prior: prior, noisePrecision: input.noisePrecision)
      for n in input.values.indices where input.userIndices[n] == user {
        let item = input.itemIndices[n]
        conditional.add(
          features: Array(input.itemFactors[item * factors..<(item + 1) * factors]) + [1],
          target: input.values[n] - input.mean - input.itemBiases[item])
      }
      let zeros = Array(repeating: 0.0, count: factors + 1)
      let mean = try conditional.draw(noise: zeros)
      for a in 0...factors {
        #expect(isClose(mean[a], expected[user].mean[a], golden.tolerance))
      }
      // With the unit vectors for noise come the columns of R⁻¹, and Σ = R⁻¹R⁻ᵀ.
      let columns = try (0...factors).map { column in
        var unit = zeros
        unit[column] = 1
        return zip(try conditional.draw(noise: unit), mean).map { $0 - $1 }
      }
      for a in 0...factors {
        for b in 0...factors {
          let covariance = columns.reduce(0) { $0 + $1[a] * $1[b] }
          #expect(
            isClose(
              covariance, expected[user].covariance[a * (factors + 1) + b], golden.tolerance))
        }
      }
    }
  }

  /// What a sweep of the chain drew last, against the formulas with the same normal numbers.
  @Test(arguments: [1, 3, 4, 8, 25], [true, false])
  func theChainDrawsItsRowsByTheFormulas(factors: Int, biases: Bool) throws {
    let table = randomRatings(seed: 4, users: 12, items: 9, count: 50)
    var configuration = BPMF.Configuration()
    configuration.factors = factors
    configuration.biases = biases
    configuration.noisePrecision = .fixed(1.3)
    configuration.threads = 2
    let mean = Float(try #require(table.mean))
    let data = GibbsData(table, mean: mean, factors: factors, threads: 1)
    var chain = GibbsChain(configuration, data: data, number: 1)
    for sweep in 1...2 { _ = try chain.sweep(sweep) }
    let model = chain.model()
    let source = RandomSource(seed: configuration.seed, purpose: "bpmf.items")
    for item in 0..<table.items.count {
      var conditional = RowConditional(prior: chain.itemParameters.ofRows, noisePrecision: 1.3)
      for n in 0..<table.count where Int(table.itemIndices[n]) == item {
        let user = Int(table.userIndices[n])
        let bias = biases ? [1.0] : []
        conditional.add(
          features: model.userFactors.row(user).map { Double($0) } + bias,
          target: Double(table.values[n]) - Double(mean) - Double(model.userBiases[user]))
      }
      var random = source.sequence(epoch: 1 << 24 + 2, row: item)
      let noise = (0..<factors + (biases ? 1 : 0)).map { _ in random.normal() }
      let expected = try conditional.draw(noise: noise)
      for factor in 0..<factors {
        #expect(abs(Double(model.itemFactors[item, factor]) - expected[factor]) < 2e-3)
      }
      let bias = Double(model.itemBiases[item])
      #expect(biases ? abs(bias - expected[factors]) < 2e-3 : bias == 0)
    }
  }

  @Test(arguments: [1, 4, 30], [1, 2])
  func momentsOfRowsAreTheirSums(factors: Int, threads: Int) {
    let table = FactorTable(count: 600, factors: factors, hasBiases: true)
    var random = RandomSource(seed: 1, purpose: "rows").sequence()
    for row in 0..<table.count {
      for factor in 0..<factors { table.numbers(ofRow: row)[factor] = Float(random.normal()) }
      table.setBias(Float(random.normal()), ofRow: row)
    }
    let (found, ofBiases) = table.moments(threads: threads)
    let rows = (0..<600).map { row in
      (0..<factors).map { Double(table.numbers(ofRow: row)[$0]) }
    }
    for a in 0..<factors {
      #expect(abs(found.sum[a] - rows.reduce(0) { $0 + $1[a] }) < 1e-9)
      for b in a..<factors {
        #expect(abs(found.products[a, b] - rows.reduce(0) { $0 + $1[a] * $1[b] }) < 1e-3)
      }
    }
    let biases = (0..<600).map { Double(table.bias(ofRow: $0)) }
    #expect(abs((ofBiases?.sum[0] ?? .nan) - biases.reduce(0, +)) < 1e-9)
    #expect(
      abs((ofBiases?.products[0, 0] ?? .nan) - biases.reduce(0) { $0 + $1 * $1 }) < 1e-9)
    #expect(found.count == 600)
  }
}
