extension Matrix where Scalar == Float {
  /// Which factor of a product to transpose first.
  public enum Transposition: Sendable, Hashable {
    case none
    case first
    case second
  }

  /// Sets this matrix to the product of two others, or adds it.
  ///
  /// - Parameters:
  ///   - a: the first factor.
  ///   - b: the second factor.
  ///   - transposed: which of them is to be transposed.
  ///   - isAdded: whether the elements that are there stay part of the sum.
  public mutating func multiply(
    _ a: Matrix<Float>, _ b: Matrix<Float>, transposing transposed: Transposition = .none,
    adding isAdded: Bool = false
  ) {
    let inner = transposed == .first ? a.rowCount : a.columnCount
    precondition(
      (transposed == .first ? a.columnCount : a.rowCount) == rowCount
        && (transposed == .second ? b.rowCount : b.columnCount) == columnCount
        && (transposed == .second ? b.columnCount : b.rowCount) == inner,
      "The shapes of factors and product fit")
    let (rows, columns) = (rowCount, columnCount)
    guard rows > 0, columns > 0 else { return }
    a.elements.withUnsafeBufferPointer { a in
      b.elements.withUnsafeBufferPointer { b in
        elements.withUnsafeMutableBufferPointer { c in
          guard inner > 0, let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress
          else {
            if !isAdded { c.update(repeating: 0) }
            return
          }
          multiplyByBLAS(
            a, transposed: transposed == .first, b, transposed: transposed == .second, rows: rows,
            columns: columns, inner: inner, keep: isAdded ? 1 : 0, to: c)
        }
      }
    }
  }

  /// The product of two matrices, either of which may be transposed.
  public init(
    productOf a: Matrix<Float>, _ b: Matrix<Float>, transposing transposed: Transposition = .none
  ) {
    self.init(
      rowCount: transposed == .first ? a.columnCount : a.rowCount,
      columnCount: transposed == .second ? b.rowCount : b.columnCount)
    multiply(a, b, transposing: transposed)
  }
}
