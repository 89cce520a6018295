public import LinearAlgebra

/// The mean squared error (1/n) Σ (y − t)² over the outputs y that count.
public struct MeanSquaredError: Sendable {
  /// Σ (y − t)².
  public var sumOfSquares: Double
  /// n.
  public var count: Int
  /// By each output, 2(y − t)/n; zero for those that don't count.
  public var gradient: Matrix<Float>

  /// (1/n) Σ (y − t)²; NaN if n is 0.
  public var value: Double { sumOfSquares / Double(count) }

  /// - Parameters:
  ///   - output: y.
  ///   - target: t, of the same shape.
  ///   - mask: which outputs count, those where it isn't zero; nil for all.
  public init(_ output: Matrix<Float>, target: Matrix<Float>, mask: Matrix<Float>? = nil) {
    count = mask?.elements.reduce(0) { $0 + ($1 == 0 ? 0 : 1) } ?? output.elements.count
    sumOfSquares = 0
    gradient = Matrix(rowCount: output.rowCount, columnCount: output.columnCount)
    for index in output.elements.indices where mask.map({ $0.elements[index] != 0 }) ?? true {
      let difference = output.elements[index] - target.elements[index]
      sumOfSquares += Double(difference) * Double(difference)
      gradient.elements[index] = 2 * difference / Float(count)
    }
  }
}
