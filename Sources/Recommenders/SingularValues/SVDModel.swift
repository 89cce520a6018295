public import LinearAlgebra

/// A truncated singular value decomposition as a model: r̂_ij = centre + Σ_k (u_ik s_k) v_jk.
public struct SVDModel: FactorizedModel {
  public var decomposition: SingularValueDecomposition
  /// U' = U·S, users x factors, in single precision.
  public var userFactors: Matrix<Float>
  /// V, items x factors, in single precision.
  public var itemFactors: Matrix<Float>
  /// What was taken away to centre the matrix.
  public var userCentres: [Float]
  public var itemCentres: [Float]
  public var course: Course
  /// ‖X‖² of the matrix as it was filled and centred.
  public var squaredNorm: Double
  /// A user who has not been seen is an empty row, as it is filled, projected on the factors.
  public let unseen: UnseenPredictions

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

  init(_ decomposition: SingularValueDecomposition, of filled: FilledRatings, course: Course) {
    self.decomposition = decomposition
    self.course = course
    let count = decomposition.values.count
    var users = Matrix<Float>(rowCount: filled.rowCount, columnCount: count)
    var items = Matrix<Float>(rowCount: filled.columnCount, columnCount: count)
    for k in 0..<count {
      for user in 0..<filled.rowCount {
        users[user, k] = Float(decomposition.left[k, user] * decomposition.values[k])
      }
      for item in 0..<filled.columnCount { items[item, k] = Float(decomposition.right[k, item]) }
    }
    userFactors = users
    itemFactors = items
    userCentres = filled.userCentres.map(Float.init)
    itemCentres = filled.itemCentres.map(Float.init)
    squaredNorm = filled.squaredNorm
    unseen = UnseenPredictions(decomposition, of: filled)
  }

  public func prediction(user: Int, item: Int) -> Float {
    var product: Float = 0
    for (u, v) in zip(userFactors.row(user), itemFactors.row(item)) { product += u * v }
    return userCentres[user] + itemCentres[item] + product
  }

  /// Σ s² of the values that are kept, as a share of ‖X‖²; NaN for a matrix of zeros.
  public var energy: Double {
    decomposition.values.reduce(0) { $0 + $1 * $1 } / squaredNorm
  }

  /// The least ‖X − Y‖ of all matrices Y of this rank, √Σ s² of the values that are left out
  /// (Eckart and Young 1936).
  ///
  /// As a difference of squares it is good to about 10⁻⁸·‖X‖.
  public var truncationError: Double {
    max(0, squaredNorm - decomposition.values.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  /// ‖X − U S Vᵀ‖ of a matrix that fits, computed cell by cell.
  func reconstructionError(of x: Matrix<Double>) -> Double {
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

extension SVDModel: ExplainedModel {
  public func parts(user: Int, item: Int) -> [PredictionPart] {
    let centres: [PredictionPart] = [
      .userBias(userCentres[user]), .itemBias(itemCentres[item]),
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
      of: filled.itemTerms.map { row.term + $0 }, on: decomposition.right)
    let forUsers = projection(
      of: filled.userTerms.map { $0 + column.term }, on: decomposition.left)
    self.init(
      ofItems: zip(ofItems, filled.itemCentres).map { Float(row.centre + $1 + $0) },
      forUsers: zip(forUsers, filled.userCentres).map { Float(column.centre + $1 + $0) },
      ofBoth: Float(filled.emptyCell))
  }
}
