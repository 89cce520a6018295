import Foundation
import LinearAlgebra

/// The state of a gradient ascent with momentum; see `PMF`.
struct PMFAscent: ~Copyable {
  private let configuration: PMF.Configuration
  private let mean: Float
  private let trainingCount: Int
  private let testCount: Int
  private let problem: PMFProblem
  private let testByUser: RatingRows
  /// For Σ (r − r̂)² over the test ratings.
  private let systems: RowSystems
  /// Where the ascent has got to.
  private var point: PMFPoint
  /// Where the next step leads, on trial.
  private var next: PMFPoint
  private let userVelocity: ScratchMemory<SIMD4<Float>>
  private let itemVelocity: ScratchMemory<SIMD4<Float>>
  /// η of the next step.
  private var learningRate: Double
  /// Whether there was a step whose velocity counts.
  private var isMoving = false

  init(
    _ configuration: PMF.Configuration, data: TrainingData, mean: Float, from start: FactorModel
  ) {
    self.configuration = configuration
    self.mean = mean
    trainingCount = data.train.count
    testCount = data.test?.count ?? 0
    let userMatrix = data.train.matrix(
      rows: .users, subtracting: mean, threads: configuration.threads)
    let itemMatrix = userMatrix.transposed(threads: configuration.threads)
    problem = PMFProblem(
      byUser: ChunkedRatings(userMatrix), byItem: ChunkedRatings(itemMatrix),
      noiseVariance: configuration.noiseVariance, precision: configuration.effectivePrecision,
      threads: configuration.threads)
    testByUser = RatingRows(
      data.testMatrix(subtracting: mean, threads: configuration.threads), rowCost: 1)
    systems = RowSystems(
      unknowns: configuration.factors + (configuration.biases ? 1 : 0),
      threads: configuration.threads)

    func point() -> PMFPoint {
      PMFPoint(
        users: userMatrix.rowCount, items: itemMatrix.rowCount, factors: configuration.factors,
        hasBiases: configuration.biases)
    }
    self.point = point()
    next = point()
    userVelocity = ScratchMemory(repeating: .zero, count: self.point.userGradient.count)
    itemVelocity = ScratchMemory(repeating: .zero, count: self.point.itemGradient.count)
    // No larger than what the curvature along a bias allows, a count over σ² plus λ; where that
    // along factors is higher, a step is taken back.
    let most = [userMatrix, itemMatrix].flatMap { matrix in
      (0..<matrix.rowCount).map { matrix.positions(ofRow: $0).count }
    }.max()
    learningRate =
      configuration.learningRate
      ?? 1
      / (Double(most ?? 0) / configuration.noiseVariance + configuration.effectivePrecision)
    self.point.users.fill(
      factors: start.userFactors, biases: start.userBiases,
      rated: userMatrix)
    self.point.items.fill(
      factors: start.itemFactors, biases: start.itemBiases,
      rated: itemMatrix)
    self.point.evaluate(problem)
  }

  /// J, without λ for the maximum likelihood.
  var loss: Double { problem.loss(at: point) }

  /// Takes a step.
  ///
  /// - Returns: whether there was one to take.
  /// - Throws: `FactorizationError.diverged` for steps of a given length.
  mutating func step(_ epoch: Int) throws(FactorizationError) -> Bool {
    let isFixed = configuration.learningRate != nil
    let first = learningRate
    while true {
      tryStep()
      if isFixed {
        guard problem.loss(at: next).isFinite else { throw .diverged(epoch: epoch) }
        break
      }
      if problem.loss(at: next) <= loss { break }
      // Not uphill: slower, and from rest. A rate so small changes no factor.
      isMoving = false
      learningRate /= 2
      if learningRate < 1e-12 * first { return false }
    }
    if !isFixed { learningRate *= 1.05 }
    isMoving = true
    swap(&point, &next)
    return true
  }

  /// Finds the velocity, and where it leads.
  private mutating func tryStep() {
    advance(
      problem.byUser, point.users, point.userGradient.pointer, userVelocity.pointer, to: next.users)
    advance(
      problem.byItem, point.items, point.itemGradient.pointer, itemVelocity.pointer, to: next.items)
    next.evaluate(problem)
  }

  /// v ← m·v + η·g, and x + v for the rows of a side.
  private func advance(
    _ ratings: ChunkedRatings, _ rows: borrowing FactorTable,
    _ gradient: UnsafeMutablePointer<SIMD4<Float>>,
    _ velocity: UnsafeMutablePointer<SIMD4<Float>>, to target: borrowing FactorTable
  ) {
    let groups = rows.equations.groups
    let momentum = isMoving ? Float(configuration.momentum) : 0
    let rate = Float(learningRate)
    parallelFor(ratings.chunks.count, threads: configuration.threads) { chunk, _ in
      for row in ratings.chunks[chunk] {
        let (v, g) = (velocity + row * groups, gradient + row * groups)
        let (old, new) = (rows.numbers(ofRow: row), target.numbers(ofRow: row))
        for group in 0..<groups { v[group] = momentum * v[group] + rate * g[group] }
        let change = UnsafeMutableRawPointer(v).assumingMemoryBound(to: Float.self)
        for factor in 0..<rows.factors { new[factor] = old[factor] + change[factor] }
        if rows.hasBiases {
          target.setBias(rows.bias(ofRow: row) + change[rows.factors], ofRow: row)
        }
      }
    }
  }

  /// What there is to say after a step.
  func report(_ epoch: Int) -> EpochReport {
    let (variance, precision) = (configuration.noiseVariance, configuration.priorPrecision)
    let likelihood =
      -0.5
      * (Double(trainingCount) * log(2 * .pi * variance) + point.squaredResiduals / variance)
    var objectives = [likelihood]
    if configuration.estimate == .maximumAPosteriori {
      let unknowns =
        (point.users.count + point.items.count)
        * (configuration.factors + (configuration.biases ? 1 : 0))
      let prior =
        0.5 * (Double(unknowns) * log(precision / (2 * .pi)) - precision * point.squaredNorm)
      objectives.append(likelihood + prior)
    }
    return EpochReport(
      epoch: epoch, epochs: configuration.epochs, objectives: objectives,
      trainMSE: point.squaredResiduals / Double(trainingCount), testMSE: testMSE())
  }

  private func testMSE() -> Double? {
    if testCount == 0 { return nil }
    return systems.sumOfSquaredResiduals(testByUser, rows: point.users, columns: point.items)
      / Double(testCount)
  }

  /// The model as it is now.
  func model() -> FactorModel {
    FactorModel(mean: mean, users: point.users, items: point.items)
  }
}
