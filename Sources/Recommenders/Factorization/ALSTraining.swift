import LinearAlgebra

/// The state of a training by alternating least squares.
struct ALSTraining: ~Copyable {
  private let configuration: ALS.Configuration
  private let mean: Float
  private let solver: RowSolver
  private let trainingCount: Int
  private let testCount: Int
  private let byUser: RatingRows
  private let byItem: RatingRows
  private let testByUser: RatingRows
  private let users: FactorTable
  private let items: FactorTable
  /// The values at the beginning of the epoch, empty unless the configuration asks for them.
  private let oldUsers: FactorTable
  private let oldItems: FactorTable
  /// Of the equations that each row was last solved from, an estimate of the condition from below;
  /// 0 for rows that have no ratings.
  private let userConditions: ScratchMemory<Float>
  private let itemConditions: ScratchMemory<Float>
  /// Σ λ_i (‖w_i‖² + b_i²) over the users, and the same over the items.
  private var userPenalty = 0.0
  private var itemPenalty = 0.0

  /// Prepares the data, and takes over the factors and biases to start from.
  ///
  /// Tests can say from how many ratings on threads share a row, `longRowCount`.
  init(
    _ configuration: ALS.Configuration, data: TrainingData, mean: Float,
    from start: FactorModel, longRowCount: Int? = nil
  ) {
    self.configuration = configuration
    self.mean = mean
    solver = RowSolver(configuration)
    trainingCount = data.train.count
    testCount = data.test?.count ?? 0

    // A solution costs about K³/6 multiplications, a rating K²/2.
    let rowCost = configuration.factors / 3 + 8
    let userMatrix = data.train.matrix(
      rows: .users, subtracting: mean, threads: configuration.threads)
    // Transposing sorts the users of an item, so that its gathers go forward in memory.
    let itemMatrix = userMatrix.transposed(threads: configuration.threads)
    byUser = RatingRows(userMatrix, rowCost: rowCost, longRowCount: longRowCount)
    byItem = RatingRows(itemMatrix, rowCost: rowCost, longRowCount: longRowCount)
    testByUser = RatingRows(
      data.testMatrix(subtracting: mean, threads: configuration.threads), rowCost: 1)

    func table(_ count: Int) -> FactorTable {
      FactorTable(
        count: count, factors: configuration.factors, hasBiases: configuration.biases != .none)
    }
    users = table(userMatrix.rowCount)
    items = table(itemMatrix.rowCount)
    let needsOld = configuration.update == .previous
    oldUsers = table(needsOld ? users.count : 0)
    oldItems = table(needsOld ? items.count : 0)
    userConditions = ScratchMemory(repeating: 0, count: users.count)
    itemConditions = ScratchMemory(repeating: 0, count: items.count)
    users.fill(factors: start.userFactors, biases: start.userBiases, rated: userMatrix)
    items.fill(factors: start.itemFactors, biases: start.itemBiases, rated: itemMatrix)
    for row in 0..<users.count {
      userPenalty += solver.penalty(
        ofRow: row, users, count: byUser.positions(ofRow: row).count)
    }
    for row in 0..<items.count {
      itemPenalty += solver.penalty(
        ofRow: row, items, count: byItem.positions(ofRow: row).count)
    }
  }

  /// Solves for all users and all items once.
  mutating func runEpoch(_ epoch: Int) throws(FactorizationError) -> EpochReport {
    if configuration.update == .previous {
      oldUsers.copy(users)
      oldItems.copy(items)
    }
    let sides: [RatingSide] =
      switch configuration.order {
      case .usersFirst: [.users, .items]
      case .itemsFirst: [.items, .users]
      }
    var objectives: [Double] = []
    var squaredResiduals = 0.0
    for (half, side) in sides.enumerated() {
      do throws(RowSystems.Failure) {
        squaredResiduals = try solve(side)
      } catch {
        throw error.isFinite ? .singular(side, row: error.row) : .diverged(epoch: epoch)
      }
      if half == 1 && configuration.update == .previous {
        // The half-epoch saw the old values of the other side, J is about the new ones.
        squaredResiduals = solver.systems.sumOfSquaredResiduals(byUser, rows: users, columns: items)
      }
      let objective = squaredResiduals + userPenalty + itemPenalty
      guard objective.isFinite else { throw .diverged(epoch: epoch) }
      objectives.append(objective)
    }
    return EpochReport(
      epoch: epoch, epochs: configuration.epochs, objectives: objectives,
      trainMSE: squaredResiduals / Double(trainingCount), testMSE: testMSE())
  }

  /// Solves for one side.
  ///
  /// - Returns: Σ (r − r̂)² with the solution and the values it was found from.
  private mutating func solve(_ side: RatingSide) throws(RowSystems.Failure) -> Double {
    let (ofUsers, ofItems) = (userConditions.pointer, itemConditions.pointer)
    let sums =
      switch (side, configuration.update) {
      case (.users, .latest):
        try solver.solve(byUser, old: users, new: users, fixed: items, conditions: ofUsers)
      case (.items, .latest):
        try solver.solve(byItem, old: items, new: items, fixed: users, conditions: ofItems)
      case (.users, .previous):
        try solver.solve(byUser, old: oldUsers, new: users, fixed: oldItems, conditions: ofUsers)
      case (.items, .previous):
        try solver.solve(byItem, old: oldItems, new: items, fixed: oldUsers, conditions: ofItems)
      }
    switch side {
    case .users: userPenalty = sums.penalty
    case .items: itemPenalty = sums.penalty
    }
    return sums.squaredResiduals
  }

  private func testMSE() -> Double? {
    if testCount == 0 { return nil }
    return solver.systems.sumOfSquaredResiduals(testByUser, rows: users, columns: items)
      / Double(testCount)
  }

  /// How well the equations of the last epoch determined their solutions.
  func conditioning() -> Conditioning {
    Conditioning(users: userConditions.array, items: itemConditions.array)
  }

  /// The model as it is now.
  func model() -> FactorModel {
    FactorModel(mean: mean, users: users, items: items)
  }
}
