import LinearAlgebra
import Recommenders
import Testing

struct PlantedRatingsTests {
  @Test func hasTheShapeItIsAskedFor() throws {
    let planted = try PlantedRatings()
    let table = planted.table
    #expect(table.users.count == 1000 && table.items.count == 800 && table.count == 80_000)
    #expect(planted.genres == ["Action", "Comedy", "Romance", "Horror", "Animation"])
    #expect(planted.truth.size == FactorModelSize(users: 1000, items: 800, factors: 5))
    #expect(table.timestamps?.count == 80_000)
  }

  @Test func ratesInHalfStarsAndNoPairTwice() throws {
    let table = try small().table
    #expect(table.values.allSatisfy { (0.5...5).contains($0) && (2 * $0).rounded() == 2 * $0 })
    // By user and then by item, strictly ascending.
    let cells = (0..<table.count).map {
      Int(table.userIndices[$0]) * table.items.count + Int(table.itemIndices[$0])
    }
    #expect(zip(cells, cells.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func fewUsersAndItemsHaveMostRatings() throws {
    let table = try PlantedRatings().table
    for (indices, count) in [(table.userIndices, 1000), (table.itemIndices, 800)] {
      var counts = Array(repeating: 0, count: count)
      for index in indices { counts[Int(index)] += 1 }
      counts.sort(by: >)
      let top = counts.prefix(count / 10).reduce(0, +)
      #expect(Double(top) > 0.25 * Double(table.count))
      #expect(counts[count / 2] < table.count / count)
      #expect(counts[count - 1] > 0)
    }
  }

  @Test func titlesShowTheGenreAndAreDifferent() throws {
    let planted = try PlantedRatings()
    let titles = try #require(planted.table.items.titles)
    #expect(Set(titles).count == titles.count)
    for (item, title) in titles.enumerated() {
      let main = planted.mainGenres[item]
      #expect(title.contains("[\(planted.genres[main])"))
      #expect(planted.truth.itemFactors.row(item).max() == planted.truth.itemFactors[item, main])
    }
  }

  @Test func theSeedDeterminesTheRatings() throws {
    let first = try small()
    for threads in 1...3 {
      let other = try small { $0.threads = threads }
      #expect(other.table.itemIndices == first.table.itemIndices)
      #expect(other.table.values == first.table.values)
      #expect(other.table.timestamps == first.table.timestamps)
      #expect(other.truth.isIdentical(to: first.truth))
    }
    #expect(try small { $0.seed = 2 }.table.itemIndices != first.table.itemIndices)
  }

  @Test func everyPairIsRatedIfThereAreAsManyRatings() throws {
    let table = try small {
      $0.users = 7
      $0.items = 5
      $0.ratings = 35
    }.table
    #expect(table.itemIndices == (0..<35).map { $0 % 5 })
  }

  @Test(arguments: [1, 2, 7])
  func anyNumberOfGenresCanBePlanted(factors: Int) throws {
    let planted = try small { $0.factors = factors }
    #expect(planted.genres.count == factors)
    #expect(planted.truth.size.factors == factors)
    #expect(Set(planted.table.items.titles ?? []).count == 40)
  }

  @Test func refusesWhatCannotBeMade() {
    #expect(throws: PlantedRatingsError.tooManyRatings(pairs: 2000)) {
      try small { $0.ratings = 2001 }
    }
    #expect(throws: PlantedRatingsError.parameterOutOfRange("users")) {
      try small { $0.users = 0 }
    }
    #expect(throws: PlantedRatingsError.parameterOutOfRange("items")) {
      try small { $0.items = .max }
    }
    #expect(throws: PlantedRatingsError.parameterOutOfRange("noise")) {
      try small { $0.noise = .nan }
    }
    #expect(throws: PlantedRatingsError.parameterOutOfRange("factors")) {
      try small { $0.factors = 65 }
    }
  }

  @Test func alternatingLeastSquaresFindsTheFactorsAgain() throws {
    let planted = try PlantedRatings()
    let split = try RatingSplit(of: planted.table)
    var configuration = ALS.Configuration()
    configuration.factors = 5
    configuration.epochs = 12
    configuration.regularization = 2
    let result = try ALS(configuration).train(
      on: TrainingData(train: split.train, test: split.test))
    // The noise and the rounding to half-stars cannot be learnt: 0.3² + 0.5² / 12 = 0.111.
    #expect(try #require(result.curve.last?.testMSE) < 0.15)
    for genre in 0..<5 {
      let correlation = try multipleCorrelation(
        of: (0..<800).map { Double(planted.truth.itemFactors[$0, genre]) },
        with: result.model.itemFactors)
      #expect(correlation > 0.95, "\(planted.genres[genre]): \(correlation)")
    }
  }

  /// 50 users, 40 items, 600 ratings, but for a change.
  private func small(_ change: (inout PlantedRatings.Configuration) -> Void = { _ in }) throws
    -> PlantedRatings
  {
    var configuration = PlantedRatings.Configuration()
    configuration.users = 50
    configuration.items = 40
    configuration.ratings = 600
    change(&configuration)
    return try PlantedRatings(configuration)
  }

  /// The correlation of numbers with their best fit by the columns of a matrix and a constant.
  private func multipleCorrelation(of y: [Double], with matrix: Matrix<Float>) throws -> Double {
    let columns = matrix.columnCount
    let rows = (0..<matrix.rowCount).map { matrix.row($0).map { Double($0) } + [1] }
    var gram = Matrix<Double>(rowCount: columns + 1, columnCount: columns + 1)
    var right = Array(repeating: 0.0, count: columns + 1)
    for (row, y) in zip(rows, y) {
      for a in 0...columns {
        right[a] += row[a] * y
        for b in 0...columns { gram[a, b] += row[a] * row[b] }
      }
    }
    let x = try CholeskyFactorization(gram).solve(right)
    let fit = rows.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } }
    let mean = y.reduce(0, +) / Double(y.count)
    let explained = fit.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (explained / total).squareRoot()
  }
}
