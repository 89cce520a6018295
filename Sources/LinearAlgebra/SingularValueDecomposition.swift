/// The leading part of X = U S Vᵀ: K singular values with their vectors.
public struct SingularValueDecomposition: Sendable {
  /// S, in descending order.
  public var values: [Double]
  /// Uᵀ: row k is the left vector of the value k.
  public var left: Matrix<Double>
  /// Vᵀ: row k is the right vector of the value k.
  public var right: Matrix<Double>

  public init(values: [Double], left: Matrix<Double>, right: Matrix<Double>) {
    precondition(
      left.rowCount == values.count && right.rowCount == values.count, "A value has two vectors")
    self.values = values
    self.left = left
    self.right = right
  }

  /// All singular values of a matrix, by LAPACK's `gesdd`.
  ///
  /// - Throws: `NotConverged`.
  public init(of matrix: Matrix<Double>) throws(NotConverged) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    guard rows > 0, columns > 0 else {
      self.init(
        values: [], left: Matrix(rowCount: 0, columnCount: rows),
        right: Matrix(rowCount: 0, columnCount: columns))
      return
    }
    var elements = matrix.elements
    let result = try elements.withUnsafeMutableBufferPointer { (buffer) throws(NotConverged) in
      try singularValues(buffer.baseAddress!, rows: rows, columns: columns)
    }
    let count = min(rows, columns)
    self.init(
      values: result.values,
      left: Matrix(rowCount: rows, columnCount: count, elements: result.left).transposed(),
      right: Matrix(rowCount: count, columnCount: columns, elements: result.right))
  }

  /// Chooses the sign of each pair of vectors, which is free: of the numbers of the left one that
  /// are largest in magnitude, the first is positive.
  ///
  /// Numbers that differ by no more than rounding count as equally large, so that the choice
  /// doesn't depend on how the vectors were computed.
  public mutating func orient() {
    for k in values.indices {
      let numbers = left.row(k)
      let largest = numbers.reduce(0) { max($0, abs($1)) }
      guard let first = numbers.first(where: { abs($0) >= (1 - 1e-6) * largest }), first < 0
      else { continue }
      left.negateRow(k)
      right.negateRow(k)
    }
  }

  /// The largest |⟨a, b⟩ − δ_ab| over all pairs of left vectors, and of right ones.
  public var orthonormalityError: Double {
    max(left.orthonormalityErrorOfRows, right.orthonormalityErrorOfRows)
  }
}

/// The eigenvalues of a symmetric matrix, by LAPACK's `syevd`.
public struct SymmetricEigenvalues: Sendable {
  /// In descending order.
  public var values: [Double]
  /// Row k is the eigenvector of the value k, of length 1.
  public var vectors: Matrix<Double>

  /// The eigenvalues of XᵀX.
  ///
  /// - Throws: `NotConverged`.
  public init(ofGramOf x: Matrix<Double>) throws(NotConverged) {
    var product = Matrix<Double>(rowCount: x.columnCount, columnCount: x.columnCount)
    product.elements.withUnsafeMutableBufferPointer { product in
      guard let base = product.baseAddress, x.rowCount > 0 else { return }
      gram(x.elements, rows: x.rowCount, columns: x.columnCount, into: base)
    }
    try self.init(upperTriangle: product)
  }

  /// The eigenvalues of XXᵀ.
  ///
  /// - Throws: `NotConverged`.
  public init(ofOuterGramOf x: Matrix<Double>) throws(NotConverged) {
    var product = Matrix<Double>(rowCount: x.rowCount, columnCount: x.rowCount)
    product.elements.withUnsafeMutableBufferPointer { product in
      guard let base = product.baseAddress, x.columnCount > 0 else { return }
      outerGram(x.elements, rows: x.rowCount, columns: x.columnCount, into: base)
    }
    try self.init(upperTriangle: product)
  }

  private init(upperTriangle matrix: Matrix<Double>) throws(NotConverged) {
    let order = matrix.rowCount
    var matrix = matrix
    guard order > 0 else {
      (values, vectors) = ([], matrix)
      return
    }
    let ascending = try matrix.elements.withUnsafeMutableBufferPointer {
      (buffer) throws(NotConverged) in
      try symmetricEigenvalues(buffer.baseAddress!, order: order)
    }
    values = ascending.reversed()
    vectors = Matrix(
      rowCount: order, columnCount: order,
      elements: (0..<order).reversed().flatMap { matrix.row($0) })
  }
}

extension Matrix {
  public func transposed() -> Matrix {
    var transpose = Matrix(rowCount: columnCount, columnCount: rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { transpose[column, row] = self[row, column] }
    }
    return transpose
  }
}

extension Matrix where Scalar == Double {
  fileprivate mutating func negateRow(_ row: Int) {
    for place in row * columnCount..<(row + 1) * columnCount { elements[place].negate() }
  }

  /// The largest |⟨a, b⟩ − δ_ab| over all pairs of rows.
  fileprivate var orthonormalityErrorOfRows: Double {
    var product = Matrix(rowCount: rowCount, columnCount: rowCount)
    product.elements.withUnsafeMutableBufferPointer { product in
      guard let base = product.baseAddress, columnCount > 0 else { return }
      outerGram(elements, rows: rowCount, columns: columnCount, into: base)
    }
    var worst = 0.0
    for row in 0..<rowCount {
      for column in row..<rowCount {
        worst = max(worst, abs(product[row, column] - (row == column ? 1 : 0)))
      }
    }
    return worst
  }
}
