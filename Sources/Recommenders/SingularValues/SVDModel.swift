public import LinearAlgebra

/// A truncated singular value decomposition as a model: r̂_ij = centre + Σ_k (u_ik s_k) v_jk.
public struct SVDModel: FactorizedModel {
  public var decomposition: SingularValueDecomposition
  /// U' = U·S, users x factors, in single precision.
  public var userFactors: Matrix<Float>
  /// V, items x factors, in single precision.
  public var itemFactors: Matrix<Float>
  /// What was taken away to centre the matrix.
  public var userCentres: [Double]
  public var itemCentres: [Double]
  public var course: Course
  /// A user who has not been seen is an empty row, as it is filled, projected on the factors.
  public let unseen: UnseenPredictions
  /// A power of two, and ‖X‖² of the matrix as it was filled and centred, divided by that first:
  /// squares of it neither overflow nor vanish.
  private let scale: Double
  private let scaledSquaredNorm: Double

  /// How the decomposition was found.
  public enum Course: Sendable {
    case eigen(Eigen)
    case lanczos(Lanczos)

    public struct Eigen: Sendable {
      /// The eigenvalues of XᵀX and of XXᵀ, as many as both have.
      public var gram: [Double]
      public var outer: [Double]
      /// How many left vectors were replaced because the eigenvalues of several are equal.
      public var turnedCount: Int
    }

    public struct Lanczos: Sendable {
      public var steps: Int
      /// ‖Xᵀu − s·v‖ of each value.
      public var residuals: [Double]
    }
  }

  /// Takes over what was found of a matrix that was divided by its scale.
  init(_ scaled: SingularValueDecomposition, of filled: FilledRatings, course: Course) {
    let scale = filled.scale
    self.scale = scale
    let squaredNorm = filled.squaredNorm
    scaledSquaredNorm = squaredNorm > filled.noise * filled.noise ? squaredNorm : 0
    var decomposition = scaled
    decomposition.values = scaled.values.map { $0 * scale }
    decomposition.orient()
    self.decomposition = decomposition
    self.course = course.scaled(by: scale)
    let count = decomposition.values.count
    var users = Matrix<Float>(rowCount: filled.rowCount, columnCount: count)
    var items = Matrix<Float>(rowCount: filled.columnCount, columnCount: count)
    for k in 0..<count {
      for user in 0..<filled.rowCount {
        users[user, k] = Float(decomposition.left[k, user] * decomposition.values[k])
      }
      for item in 0..<filled.columnCount { items[item, k] = Float(decomposition.right[k, item]) }
    }
    // Items without ratings are equal columns: rounding is not to rank them.
    let unrated = filled.emptyColumns
    for item in unrated.dropFirst() {
      for k in 0..<count { items[item, k] = items[unrated[0], k] }
    }
    userFactors = users
    itemFactors = items
    userCentres = filled.rowCentres.map { $0 * scale }
    itemCentres = filled.columnCentres.map { $0 * scale }
    unseen = UnseenPredictions(decomposition, of: filled)
  }

  /// Whether all numbers that predictions are made of are finite.
  var fitsSinglePrecision: Bool {
    userFactors.elements.allSatisfy(\.isFinite)
      && userCentres.allSatisfy { Float($0).isFinite }
      && itemCentres.allSatisfy { Float($0).isFinite }
  }

  public func prediction(user: Int, item: Int) -> Float {
    var product: Float = 0
    for (u, v) in zip(userFactors.row(user), itemFactors.row(item)) { product += u * v }
    return Float(userCentres[user] + itemCentres[item]) + product
  }

  /// The mean of (x − x̂)² over some entries, in double precision; nil without any.
  public func meanSquaredError(on entries: MatrixEntries) -> Double? {
    guard entries.count > 0 else { return nil }
    let (left, right) = (decomposition.left.transposed(), decomposition.right.transposed())
    var sum = 0.0
    for entry in 0..<entries.count {
      let (user, item) = (Int(entries.rows[entry]), Int(entries.columns[entry]))
      var predicted = userCentres[user] + itemCentres[item]
      for (k, value) in decomposition.values.enumerated() {
        predicted += left[user, k] * value * right[item, k]
      }
      sum += (entries.values[entry] - predicted) * (entries.values[entry] - predicted)
    }
    return sum / Double(entries.count)
  }

  /// ‖X‖ of the matrix as it was filled and centred.
  public var norm: Double { scale * scaledSquaredNorm.squareRoot() }

  /// Σ s² of the values that are kept, of the matrix divided by its scale.
  private var scaledEnergy: Double {
    decomposition.values.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }
  }

  /// Σ s² of the values that are kept, as a share of ‖X‖²; nil for a matrix of zeros.
  public var energy: Double? {
    scaledSquaredNorm > 0 ? scaledEnergy / scaledSquaredNorm : nil
  }

  /// The least ‖X − Y‖ of all matrices Y of this rank, √Σ s² of the values that are left out
  /// (Eckart and Young 1936).
  ///
  /// As a difference of squares it is good to about 10⁻⁸·‖X‖.
  public var truncationError: Double {
    scale * max(0, scaledSquaredNorm - scaledEnergy).squareRoot()
  }
}

extension SVDModel.Course {
  /// The same of a matrix that is larger by a factor.
  fileprivate func scaled(by scale: Double) -> Self {
    switch self {
    case .eigen(var course):
      course.gram = course.gram.map { $0 * scale * scale }
      course.outer = course.outer.map { $0 * scale * scale }
      return .eigen(course)
    case .lanczos(var course):
      course.residuals = course.residuals.map { $0 * scale }
      return .lanczos(course)
    }
  }
}

extension SVDModel: ExplainedModel {
  public func parts(user: Int, item: Int) -> [PredictionPart] {
    let centres: [PredictionPart] = [
      .userBias(Float(userCentres[user])), .itemBias(Float(itemCentres[item])),
    ].filter { $0.value != 0 }
    return centres
      + (0..<userFactors.columnCount).map {
        .factor($0, user: userFactors[user, $0], item: itemFactors[item, $0])
      }
  }
}

extension UnseenPredictions {
  fileprivate init(_ decomposition: SingularValueDecomposition, of filled: FilledRatings) {
    /// The projection of a line on vectors, cell by cell: Σ_k (x·v_k) v_k.
    func projection(of line: [Double], on vectors: Matrix<Double>) -> [Double] {
      var result = Array(repeating: 0.0, count: line.count)
      for k in 0..<vectors.rowCount {
        let product = zip(line, vectors.row(k)).reduce(0) { $0 + $1.0 * $1.1 }
        for (index, element) in vectors.row(k).enumerated() { result[index] += product * element }
      }
      return result
    }
    let (row, column) = (filled.emptyRow, filled.emptyColumn)
    let ofItems = projection(
      of: filled.columnTerms.map { row.term + $0 }, on: decomposition.right)
    let forUsers = projection(
      of: filled.rowTerms.map { $0 + column.term }, on: decomposition.left)
    let scale = filled.scale
    self.init(
      ofItems: zip(ofItems, filled.columnCentres).map { Float(scale * (row.centre + $1 + $0)) },
      forUsers: zip(forUsers, filled.rowCentres).map { Float(scale * (column.centre + $1 + $0)) },
      ofBoth: Float(scale * filled.emptyCell))
  }
}
