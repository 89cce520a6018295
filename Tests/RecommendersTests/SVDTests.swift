import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

@Suite struct SVDTests {
  struct Golden: Decodable, CustomTestStringConvertible {
    var name: String
    var rows: Int
    var columns: Int
    var elements: [Float]
    var values: [Double]
    var testDescription: String { name }

    var table: RatingTable {
      RatingTable(
        users: Identities(.numbers((0..<Int64(rows)).map { $0 })),
        items: Identities(.numbers((0..<Int64(columns)).map { $0 })),
        userIndices: elements.indices.map { Int32($0 / columns) },
        itemIndices: elements.indices.map { Int32($0 % columns) }, values: elements,
        source: RatingSource(name: name))
    }

    var matrix: Matrix<Double> {
      Matrix(rowCount: rows, columnCount: columns, elements: elements.map(Double.init))
    }
  }

  /// What NumPy computed; see `Goldens/make_svd.py`.
  static let goldens: [Golden] = {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(components: "Goldens", "svd.json")
    return (try? JSONDecoder().decode([Golden].self, from: Data(contentsOf: url))) ?? []
  }()

  @Test func findsTheGoldens() { #expect(Self.goldens.count == 7) }

  private func factor(
    _ table: RatingTable, _ method: SVD.Method, factors: Int = 512, threads: Int = 1,
    missing: SVD.Missing = .error, center: SVD.Centering = .none
  ) throws -> SVDModel {
    var configuration = SVD.Configuration()
    configuration.factors = factors
    configuration.method = method
    configuration.threads = threads
    configuration.missing = missing
    configuration.center = center
    return try SVD(configuration).factor(table)
  }

  @Test(arguments: goldens)
  func libraryFindsTheValuesOfNumPy(golden: Golden) throws {
    let decomposition = try SingularValueDecomposition(of: golden.matrix)
    for (value, expected) in zip(decomposition.values, golden.values) {
      #expect(abs(value - expected) <= 1e-14 * golden.values[0] * 10)
    }
    #expect(decomposition.orthonormalityError < 1e-13)
  }

  /// Through the Gram matrix a value is good to about ε·s₁²/s.
  @Test(arguments: goldens)
  func eigenvectorsFindTheValuesOfNumPy(golden: Golden) throws {
    let model = try factor(golden.table, .eigen)
    let first = golden.values[0]
    for (index, value) in model.decomposition.values.enumerated() {
      let expected = golden.values[index]
      #expect(abs(value - expected) <= 50 * Double.ulpOfOne * first * first / expected)
    }
    // What is left out can't be told from zero.
    for expected in golden.values.dropFirst(model.decomposition.values.count) {
      #expect(expected < 1e-6 * first)
    }
    #expect(model.decomposition.right.rowCount == model.decomposition.values.count)
  }

  @Test(arguments: goldens)
  func lanczosFindsTheValuesOfNumPy(golden: Golden) throws {
    let model = try factor(golden.table, .lanczos)
    for (value, expected) in zip(model.decomposition.values, golden.values) {
      #expect(abs(value - expected) <= 1e-12 * golden.values[0], "\(golden.name)")
    }
    // All but rounding errors of zero are there.
    #expect(
      model.decomposition.values.count
        >= golden.values.filter { $0 > 1e-6 * golden.values[0] }.count)
    #expect(model.decomposition.orthonormalityError < 1e-11)
  }

  /// ‖X − U S Vᵀ‖ is the tail of the spectrum, which no matrix of the rank can go below.
  @Test(arguments: goldens, [SVD.Method.eigen, .lanczos])
  func theErrorIsTheTailOfTheSpectrum(golden: Golden, method: SVD.Method) throws {
    for factors in [1, 2, 5] {
      let model = try factor(golden.table, method, factors: factors)
      let kept = model.decomposition.values.count
      let tail = golden.values.dropFirst(kept).reduce(0) { $0 + $1 * $1 }.squareRoot()
      let error = model.reconstructionError(of: golden.matrix)
      #expect(abs(error - tail) < 1e-6 * golden.values[0], "\(golden.name), \(kept)")
      #expect(abs(model.truncationError - tail) < 1e-6 * golden.values[0])
      let energy = try #require(model.energy)
      #expect(energy <= 1 + 1e-12)
    }
  }

  @Test func predictsByDotProducts() throws {
    let golden = Self.goldens[0]
    let model = try factor(golden.table, .eigen)
    for row in 0..<golden.rows {
      for column in 0..<golden.columns {
        let expected = golden.elements[row * golden.columns + column]
        #expect(abs(model.prediction(user: row, item: column) - expected) < 1e-5)
      }
    }
  }

  /// A table with gaps, and the dense matrix that each rule makes of it.
  @Test(arguments: SVD.Missing.allCases, SVD.Centering.allCases)
  func fillsAndCentresWithoutSaying(missing: SVD.Missing, center: SVD.Centering) throws {
    var random = RandomSource(seed: 4, purpose: "gaps").sequence()
    let (users, items) = (9, 7)
    var cells = (0..<users * items).filter { _ in random.uniform() < 0.5 }
    if missing == .error { cells = Array(0..<users * items) }
    // The last user and the last item have no ratings, unless there may be no gaps.
    if missing != .error { cells.removeAll { $0 / items == users - 1 || $0 % items == items - 1 } }
    let values = cells.map { _ in Float(random.integer(below: 10)) / 2 }
    let table = RatingTable(
      users: Identities(.numbers((0..<Int64(users)).map { $0 })),
      items: Identities(.numbers((0..<Int64(items)).map { $0 })),
      userIndices: cells.map { Int32($0 / items) }, itemIndices: cells.map { Int32($0 % items) },
      values: values, source: RatingSource(name: "gaps"))

    var dense = Matrix<Double>(rowCount: users, columnCount: items)
    func mean(_ numbers: [Double], _ otherwise: Double) -> Double {
      numbers.isEmpty ? otherwise : numbers.reduce(0, +) / Double(numbers.count)
    }
    let all = mean(values.map(Double.init), 0)
    for user in 0..<users {
      for item in 0..<items {
        func known(_ matches: (Int) -> Bool) -> [Double] {
          zip(cells, values).filter { matches($0.0) }.map { Double($0.1) }
        }
        if let place = cells.firstIndex(of: user * items + item) {
          dense[user, item] = Double(values[place])
        } else {
          let filling =
            switch missing {
            case .error, .zero: 0.0
            case .mean: all
            case .userMean: mean(known { $0 / items == user }, all)
            case .itemMean: mean(known { $0 % items == item }, all)
            }
          dense[user, item] = filling
        }
      }
    }
    let filled = dense
    for user in 0..<users {
      for item in 0..<items {
        let centre =
          switch center {
          case .none: 0.0
          case .global: mean(filled.elements, 0)
          case .user: mean(Array(filled.row(user)), 0)
          case .item: mean((0..<users).map { filled[$0, item] }, 0)
          }
        dense[user, item] -= centre
      }
    }
    let expected = try SingularValueDecomposition(of: dense).values
    for method in [SVD.Method.eigen, .lanczos] {
      let model = try factor(table, method, missing: missing, center: center)
      for (value, one) in zip(model.decomposition.values, expected) {
        #expect(abs(value - one) < (method == .eigen ? 1e-6 : 1e-11) * expected[0])
      }
      #expect(abs(model.norm * model.norm - expected.reduce(0) { $0 + $1 * $1 }) < 1e-9)
      for (cell, value) in zip(cells, values) {
        #expect(abs(model.prediction(user: cell / items, item: cell % items) - value) < 1e-4)
      }
    }
  }

  // MARK: Signs

  /// One rule by any method, for tall and wide matrices.
  @Test(arguments: goldens.filter { $0.name != "repeated values" })
  func signsAreTheSameByAnyMethod(golden: Golden) throws {
    let eigen = try factor(golden.table, .eigen).decomposition
    let lanczos = try factor(golden.table, .lanczos).decomposition
    var library = try SingularValueDecomposition(of: golden.matrix)
    library.orient()
    for (k, value) in golden.values.enumerated() where value > 1e-4 * golden.values[0] {
      let numbers = Array(library.left.row(k))
      let largest = numbers.map(abs).max() ?? 0
      let first = try #require(numbers.first { abs($0) > 0.999_999 * largest })
      #expect(first > 0)
      for other in [eigen, lanczos] {
        for (a, b) in zip(numbers, other.left.row(k)) { #expect(abs(a - b) < 1e-6) }
        for (a, b) in zip(library.right.row(k), other.right.row(k)) { #expect(abs(a - b) < 1e-6) }
      }
    }
  }

  /// Where several numbers are equally large it is the first that counts, whatever rounding says.
  @Test(arguments: [SVD.Method.eigen, .lanczos]) func signsOfTiesDoNotFlip(method: SVD.Method)
    throws
  {
    let model = try factor(
      entries([[1, -1, 0.5], [-1, 1, -0.5], [1, 1, 0], [-1, -1, 0]]), method, factors: 2)
    for k in 0..<2 {
      let first = try #require(model.decomposition.left.row(k).first { abs($0) > 0.1 })
      #expect(first > 0)
    }
  }

  // MARK: Precision and range

  private func entries(_ rows: [[Double]], times scale: Double = 1) -> MatrixEntries {
    let columns = rows[0].count
    return MatrixEntries(
      rowCount: rows.count, columnCount: columns,
      rows: rows.indices.flatMap { Array(repeating: Int32($0), count: columns) },
      columns: rows.flatMap { $0.indices.map { Int32($0) } },
      values: rows.joined().map { $0 * scale })
  }

  private func factor(
    _ entries: MatrixEntries, _ method: SVD.Method, factors: Int = 512,
    center: SVD.Centering = .none
  ) throws -> SVDModel {
    var configuration = SVD.Configuration()
    configuration.factors = factors
    configuration.method = method
    configuration.center = center
    return try SVD(configuration).factor(entries)
  }

  /// The least singular value of a Hilbert matrix is beyond what single precision can tell.
  @Test func computesInDoublePrecision() throws {
    let hilbert = (0..<8).map { row in (0..<8).map { 1 / Double(row + $0 + 1) } }
    let values = try factor(entries(hilbert), .lanczos).decomposition.values
    try #require(values.count == 8)
    #expect(abs(values[6] / 1.7988737458e-8 - 1) < 1e-6)
    #expect(abs(values[7] / 1.1115389664e-10 - 1) < 1e-4)
    // s₁² + s₂² = ‖X‖² and s₁ s₂ = |det X|.
    let small = [[0.1, 0.7], [4.4, 0.3]]
    for method in [SVD.Method.eigen, .lanczos] {
      let model = try factor(entries(small), method)
      let (s, t) = (model.decomposition.values[0], model.decomposition.values[1])
      #expect(abs(s * s + t * t - (0.01 + 0.49 + 19.36 + 0.09)) < 1e-13)
      #expect(abs(s * t - (4.4 * 0.7 - 0.1 * 0.3)) < 1e-13)
      let error = try #require(model.meanSquaredError(on: entries(small)))
      #expect(error < 1e-28)
    }
  }

  @Test(
    arguments: [1e-300, 1e-160, 1e-30, 1e30], [SVD.Method.eigen, .lanczos])
  func computesAtAnyScale(scale: Double, method: SVD.Method) throws {
    let rows = [[5.0, 4, 1], [4, 5, 1], [1, 1, 5], [2, 1, 4]]
    let plain = try factor(entries(rows), method, factors: 2, center: .item)
    let scaled = try factor(entries(rows, times: scale), method, factors: 2, center: .item)
    for (a, b) in zip(plain.decomposition.values, scaled.decomposition.values) {
      #expect(abs(b / scale - a) < 1e-12 * a)
    }
    #expect(scaled.decomposition.values.count == 2)
    #expect(abs(scaled.norm / scale - plain.norm) < 1e-12 * plain.norm)
    #expect(abs(scaled.truncationError / scale - plain.truncationError) < 1e-7 * plain.norm)
    let (energy, expected) = (try #require(scaled.energy), try #require(plain.energy))
    #expect(abs(energy - expected) < 1e-12)
  }

  @Test(arguments: [SVD.Method.eigen, .lanczos])
  func refusesWhatPredictionsCannotHold(method: SVD.Method) throws {
    let rows = Array(repeating: [3.0, 3, 3], count: 4)
    #expect(throws: SVDError.tooLarge) { try factor(entries(rows, times: 1e38), method) }
    #expect(try factor(entries(rows, times: 1e37), method).prediction(user: 0, item: 0) > 2.9e37)
  }

  /// Nothing is left of a constant matrix, also where means are not exact.
  @Test(
    arguments: SVD.Centering.allCases.filter { $0 != .none }, [SVD.Method.eigen, .lanczos])
  func nothingIsLeftOfAConstantMatrix(center: SVD.Centering, method: SVD.Method) throws {
    for constant in [4, 0.1, 3.7, -2.0 / 3] {
      for shape in [(1, 1), (1, 5), (6, 1), (4, 3), (3, 7)] {
        let constants = entries(
          Array(repeating: Array(repeating: constant, count: shape.1), count: shape.0))
        let model = try factor(constants, method, center: center)
        #expect(model.decomposition.values.isEmpty)
        #expect(model.norm == 0 && model.energy == nil && model.truncationError == 0)
        #expect(model.decomposition.orthonormalityError == 0)
        #expect(abs(model.prediction(user: 0, item: 0) - Float(constant)) < 1e-6)
      }
    }
    let zero = try factor(entries([[0, 0], [0, 0], [0, 0]]), method, center: center)
    #expect(zero.decomposition.values.isEmpty && zero.prediction(user: 1, item: 1) == 0)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func libraryDoesNotGetToSeeWhatIsNotFinite(number: Double) {
    let matrix = Matrix(rowCount: 2, columnCount: 2, elements: [1, 2, number, 3])
    #expect(throws: NotConverged.self) { try SingularValueDecomposition(of: matrix) }
    #expect(throws: NotConverged.self) { try SymmetricEigenvalues(ofGramOf: matrix) }
  }

  @Test func isTheSameOnAnyNumberOfThreads() throws {
    let table = try PlantedRatings().table
    let models = try (1...3).map {
      try factor(table, .lanczos, factors: 4, threads: $0, missing: .itemMean, center: .item)
    }
    for model in models.dropFirst() {
      #expect(model.userFactors.elements == models[0].userFactors.elements)
      #expect(model.itemFactors.elements == models[0].itemFactors.elements)
    }
  }

  @Test func saysWhyItDoesNotApply() throws {
    var table = Self.goldens[0].table
    table = table.selecting(Array(0..<350))
    #expect(throws: SVDError.missingEntries(count: 10, of: 360)) { try factor(table, .eigen) }
    #expect(throws: SVDError.noRatings) { try factor(table.selecting([]), .eigen, missing: .zero) }
    var wide = table
    wide.items = Identities(.numbers((0..<10_001).map { $0 }))
    #expect(throws: SVDError.tooLargeForEigen(lines: 10_001)) {
      try factor(wide, .eigen, missing: .zero)
    }
  }
}

extension SVDModel {
  /// ‖X − U S Vᵀ‖ of a matrix that fits, computed cell by cell.
  fileprivate func reconstructionError(of x: Matrix<Double>) -> Double {
    var sum = 0.0
    for row in 0..<x.rowCount {
      for column in 0..<x.columnCount {
        var value = x[row, column]
        for (k, s) in decomposition.values.enumerated() {
          value -= s * decomposition.left[k, row] * decomposition.right[k, column]
        }
        sum += value * value
      }
    }
    return sum.squareRoot()
  }
}
