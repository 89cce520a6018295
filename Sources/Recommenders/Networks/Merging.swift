public import LinearAlgebra

// Functions of several batches of the same samples, with the gradients by each.

/// The dot product of the rows of two batches: a column.
public struct Dot: Sendable {
  private var a = Matrix<Float>(rowCount: 0, columnCount: 0)
  private var b = Matrix<Float>(rowCount: 0, columnCount: 0)

  public init() {}

  public mutating func forward(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Matrix<Float> {
    self.a = a
    self.b = b
    let products = mapElements(a, b) { $0 * $1 }
    return Matrix(
      rowCount: a.rowCount, columnCount: 1,
      elements: (0..<a.rowCount).map { products.row($0).reduce(0, +) })
  }

  public mutating func backward(_ gradient: Matrix<Float>) -> (a: Matrix<Float>, b: Matrix<Float>) {
    // ∂a = ∂y·b, ∂b = ∂y·a
    var (da, db) = (b, a)
    for row in 0..<a.rowCount {
      for column in 0..<a.columnCount {
        da[row, column] *= gradient[row, 0]
        db[row, column] *= gradient[row, 0]
      }
    }
    return (da, db)
  }
}

/// The rows of two batches one behind the other.
public struct Concatenate: Sendable {
  private var widths = (0, 0)

  public init() {}

  public mutating func forward(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Matrix<Float> {
    widths = (a.columnCount, b.columnCount)
    return Matrix(
      rowCount: a.rowCount, columnCount: a.columnCount + b.columnCount,
      elements: (0..<a.rowCount).flatMap { a.row($0) + b.row($0) })
  }

  public func backward(_ gradient: Matrix<Float>) -> (a: Matrix<Float>, b: Matrix<Float>) {
    func columns(_ width: Int, _ choose: (ArraySlice<Float>) -> ArraySlice<Float>)
      -> Matrix<Float>
    {
      Matrix(
        rowCount: gradient.rowCount, columnCount: width,
        elements: (0..<gradient.rowCount).flatMap { choose(gradient.row($0)) })
    }
    return (
      columns(widths.0) { $0.prefix(widths.0) }, columns(widths.1) { $0.suffix(widths.1) }
    )
  }
}

/// The sum of batches of the same shape; its gradient by each is the one by the sum.
public struct Add: Sendable {
  public init() {}

  public func forward(_ batches: [Matrix<Float>]) -> Matrix<Float> {
    precondition(!batches.isEmpty, "A sum has a term")
    return batches.dropFirst().reduce(batches[0]) { sum, batch in
      mapElements(sum, batch) { $0 + $1 }
    }
  }

  public func backward(_ gradient: Matrix<Float>) -> Matrix<Float> { gradient }
}
