import LinearAlgebra

/// The ratings as Gibbs sampling goes through them.
struct GibbsData {
  /// The mean of the training ratings, which all of these are less.
  var mean: Float
  var byUser: RatingRows
  var byItem: RatingRows

  init(_ table: RatingTable, mean: Float, factors: Int, threads: Int) {
    self.mean = mean
    // In units of a rating, a solution costs about K/3, and a draw two for a number.
    let rowCost = 8 + factors / 3 + 2 * factors
    let matrix = table.matrix(rows: .users, subtracting: mean, threads: threads)
    byUser = RatingRows(matrix, rowCost: rowCost)
    byItem = RatingRows(matrix.transposed(threads: threads), rowCost: rowCost)
  }

  func ratings(_ side: RatingSide) -> RatingRows { side == .users ? byUser : byItem }
}

/// A Markov chain whose stationary distribution is that of factors, biases and hyperparameters
/// given the ratings.
struct GibbsChain: ~Copyable {
  private let configuration: BPMF.Configuration
  private let data: GibbsData
  /// Which chain, from 0: no two share random numbers.
  private let number: Int
  private let systems: RowSystems
  private let scratch: ScratchMemory<Float>
  let users: FactorTable
  let items: FactorTable
  private(set) var userParameters: SideParameters
  private(set) var itemParameters: SideParameters
  /// α.
  var noisePrecision: Double

  /// What the rows of a side are distributed by.
  struct SideParameters {
    var factors: NormalParameters
    var biases: NormalParameters?

    /// The distribution of whole rows (w, b).
    var ofRows: NormalParameters { biases.map(factors.joined) ?? factors }
  }

  /// A chain at its beginning: normal factors and biases, see
  /// `BPMF.Configuration.initialDeviations`.
  init(_ configuration: BPMF.Configuration, data: GibbsData, number: Int) {
    self.configuration = configuration
    self.data = data
    self.number = number
    let factors = configuration.factors
    systems = RowSystems(
      unknowns: configuration.biases ? factors + 1 : factors, threads: configuration.threads)
    scratch = ScratchMemory(
      repeating: 0, count: systems.threads * 3 * systems.equations.width)
    let nothing = NormalParameters(
      mean: Array(repeating: 0, count: factors),
      precision: Matrix(rowCount: factors, columnCount: factors))
    userParameters = SideParameters(factors: nothing)
    itemParameters = userParameters
    users = FactorTable(
      count: data.byUser.matrix.rowCount, factors: factors, hasBiases: configuration.biases)
    items = FactorTable(
      count: data.byItem.matrix.rowCount, factors: factors, hasBiases: configuration.biases)
    let count = data.byUser.matrix.count
    let squares = data.byUser.matrix.values.reduce(0) { $0 + Double($1) * Double($1) }
    switch configuration.noisePrecision {
    case .fixed(let precision): noisePrecision = precision
    case .sampled:
      // The mean of α's distribution if nothing but the mean were known.
      let (shape, rate) = configuration.noiseConditional(count: count, squaredResiduals: squares)
      noisePrecision = shape / rate
    }
    let deviations = BPMF.Configuration.initialDeviations(variance: squares / Double(count))
    fill(users, deviations, RandomSource(seed: configuration.seed, purpose: "bpmf.first-users"))
    fill(items, deviations, RandomSource(seed: configuration.seed, purpose: "bpmf.first-items"))
  }

  private func fill(
    _ table: borrowing FactorTable, _ deviations: (factors: Double, biases: Double),
    _ source: RandomSource
  ) {
    for row in 0..<table.count {
      var random = source.sequence(epoch: address(sweep: 0), row: row)
      let numbers = table.numbers(ofRow: row)
      for factor in 0..<table.factors {
        numbers[factor] = Float(deviations.factors * random.normal())
      }
      table.setBias(Float(deviations.biases * random.normal()), ofRow: row)
    }
  }

  /// Where the random numbers of a sweep are.
  private func address(sweep: Int) -> Int {
    number * (BPMF.Configuration.mostSweeps + 1) + sweep
  }

  /// Draws everything once, each given the latest of the rest: the users' μ and Λ, the users,
  /// the items' μ and Λ, the items, α.
  ///
  /// All random numbers are addressed by the sweep, so that a chain which goes on from the
  /// same factors and α draws the same.
  ///
  /// - Parameters:
  ///   - sweep: its number, from 1.
  ///   - residuals: receives r − r̂ of each rating, by item, if they are wanted.
  /// - Returns: Σ (r − r̂)² over the training ratings.
  /// - Throws: `FactorizationError.diverged`.
  mutating func sweep(
    _ sweep: Int, residuals: UnsafeMutablePointer<Float>? = nil
  ) throws(FactorizationError) -> Double {
    do {
      userParameters = try drawParameters(of: users, .users, sweep)
      _ = try drawRows(.users, sweep, residuals: nil)
      itemParameters = try drawParameters(of: items, .items, sweep)
      let squaredResiduals = try drawRows(.items, sweep, residuals: residuals)
      guard squaredResiduals.isFinite else { throw FactorizationError.diverged(epoch: sweep) }
      if configuration.noisePrecision == .sampled {
        let (shape, rate) = configuration.noiseConditional(
          count: data.byUser.matrix.count, squaredResiduals: squaredResiduals)
        var random = RandomSource(seed: configuration.seed, purpose: "bpmf.noise")
          .sequence(epoch: address(sweep: sweep))
        noisePrecision = random.gamma(shape: shape, rate: rate)
      }
      return squaredResiduals
    } catch {
      // What isn't positive definite has overflown: the prior alone makes it so otherwise.
      throw .diverged(epoch: sweep)
    }
  }

  private func drawParameters(
    of table: borrowing FactorTable, _ side: RatingSide, _ sweep: Int
  ) throws(NotPositiveDefinite) -> SideParameters {
    let source =
      switch side {
      case .users: RandomSource(seed: configuration.seed, purpose: "bpmf.user-parameters")
      case .items: RandomSource(seed: configuration.seed, purpose: "bpmf.item-parameters")
      }
    let moments = table.moments(threads: configuration.threads)
    var random = source.sequence(epoch: address(sweep: sweep), row: 0)
    let factors = try configuration.prior.conditional(given: moments.factors).draw(&random)
    guard let ofBiases = moments.biases else { return SideParameters(factors: factors) }
    var randomOfBiases = source.sequence(epoch: address(sweep: sweep), row: 1)
    let prior = configuration.prior.ofBiases(factors: configuration.factors)
    return SideParameters(
      factors: factors, biases: try prior.conditional(given: ofBiases).draw(&randomOfBiases))
  }

  /// Draws all rows of a side given the other.
  ///
  /// - Returns: Σ (r − r̂)² with the new rows.
  private func drawRows(
    _ side: RatingSide, _ sweep: Int, residuals: UnsafeMutablePointer<Float>?
  ) throws(RowSystems.Failure) -> Double {
    switch side {
    case .users:
      try drawRows(
        of: users, fixed: items, prior: userParameters.ofRows, data.byUser,
        RandomSource(seed: configuration.seed, purpose: "bpmf.users"), sweep, residuals)
    case .items:
      try drawRows(
        of: items, fixed: users, prior: itemParameters.ofRows, data.byItem,
        RandomSource(seed: configuration.seed, purpose: "bpmf.items"), sweep, residuals)
    }
  }

  private func drawRows(
    of rows: borrowing FactorTable, fixed: borrowing FactorTable, prior: NormalParameters,
    _ ratings: RatingRows, _ source: RandomSource, _ sweep: Int,
    _ residuals: UnsafeMutablePointer<Float>?
  ) throws(RowSystems.Failure) -> Double {
    let equations = systems.equations
    let (width, unknowns, factors) = (equations.width, equations.unknowns, configuration.factors)
    let start = startGram(prior)
    // The equations are those of the precision divided by α.
    let deviation = 1 / noisePrecision.squareRoot()
    let epoch = address(sweep: sweep)
    let step = RowSystems.Step(ratings: ratings, start: start.pointer, residuals: residuals)
    return try systems.solve(step, rows: rows, fixed: fixed) {
      (row, gram, thread) throws(RowSystems.Failure) in
      let noise = scratch.pointer + thread * 3 * width
      let x = UnsafeMutableRawPointer(systems.coefficients.pointer + thread * equations.groups)
        .assumingMemoryBound(to: Float.self)
      var random = source.sequence(epoch: epoch, row: row)
      for unknown in 0..<unknowns { noise[unknown] = Float(deviation * random.normal()) }
      do {
        try equations.solve(
          gram, regularization: 0, noise: noise, into: x, scratch: noise + width)
      } catch {
        let z = (0..<unknowns).map { Double(noise[$0]) / deviation }
        try drawInDouble(row, ratings, fixed: fixed, prior: prior, z, into: x)
      }
      rows.numbers(ofRow: row).update(from: x, count: factors)
      if rows.hasBiases { rows.setBias(x[factors], ofRow: row) }
      return 0
    }.squaredResiduals
  }

  /// The augmented Gram matrix of Λ/α and Λμ/α, to which that of the ratings is added.
  private func startGram(_ prior: NormalParameters) -> ScratchMemory<SIMD4<Float>> {
    let equations = systems.equations
    let gram = ScratchMemory(
      repeating: SIMD4<Float>.zero, count: equations.width * equations.groups)
    let elements = UnsafeMutableRawPointer(gram.pointer).assumingMemoryBound(to: Float.self)
    let shift = prior.shift
    for a in 0..<equations.unknowns {
      for b in a..<equations.unknowns {
        elements[a * equations.width + b] = Float(prior.precision[a, b] / noisePrecision)
      }
      elements[(a + 1) * equations.width - 1] = Float(shift[a] / noisePrecision)
    }
    return gram
  }

  /// Draws a row that single precision can't, from the same normal numbers.
  private func drawInDouble(
    _ row: Int, _ ratings: RatingRows, fixed: borrowing FactorTable, prior: NormalParameters,
    _ noise: [Double], into x: UnsafeMutablePointer<Float>
  ) throws(RowSystems.Failure) {
    var conditional = RowConditional(prior: prior, noisePrecision: noisePrecision)
    for position in ratings.positions(ofRow: row) {
      let column = Int(ratings.matrix.columnIndices[position])
      let features = fixed.numbers(ofRow: column)
      conditional.add(
        features: noise.indices.map { Double(features[$0]) },
        target: Double(ratings.matrix.values[position]) - Double(fixed.bias(ofRow: column)))
    }
    do {
      for (place, number) in try conditional.draw(noise: noise).enumerated() {
        x[place] = Float(number)
      }
    } catch {
      throw RowSystems.Failure(row: row, isFinite: error.isFinite)
    }
  }

  /// Σ (r − r̂)² over ratings of the same users and items, less the mean, by user.
  func sumOfSquaredResiduals(
    _ ratings: RatingRows, residuals: UnsafeMutablePointer<Float>
  ) -> Double {
    systems.sumOfSquaredResiduals(ratings, rows: users, columns: items, residuals: residuals)
  }

  /// The factors and biases as they are now.
  func model() -> FactorModel {
    FactorModel(mean: data.mean, users: users, items: items)
  }
}
