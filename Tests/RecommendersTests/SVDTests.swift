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
      #expect(model.energy <= 1 + 1e-12)
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
      for (value, expected) in zip(model.decomposition.values, expected) {
        #expect(abs(value - expected) < 1e-5 * max(1, expected))
      }
      #expect(abs(model.squaredNorm - expected.reduce(0) { $0 + $1 * $1 }) < 1e-4)
      for (cell, value) in zip(cells, values) {
        #expect(abs(model.prediction(user: cell / items, item: cell % items) - value) < 1e-4)
      }
    }
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
