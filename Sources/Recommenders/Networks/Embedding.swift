public import LinearAlgebra

/// A table with a row of weights for each of some things, such as users; a dense layer whose
/// input would be zero but for a one at the thing's number.
///
/// The plain one: its gradient is a matrix as large as the table. Training uses `WeightTable`.
public struct Embedding: Sendable {
  /// Things x width.
  public var weights: Weights
  private var indices: [Int32] = []

  public init(_ weights: Weights) { self.weights = weights }

  /// A table as it is before training: uniform numbers up to ±0.05, as in Keras.
  public init(count: Int, width: Int, regularization: Double = 0, random source: RandomSource) {
    self.init(
      Weights(
        .uniform(rowCount: count, columnCount: width, limit: Self.initialLimit, source),
        regularization: regularization))
  }

  static let initialLimit = 0.05

  /// The rows of some things, in their order.
  public mutating func forward(_ indices: [Int32]) -> Matrix<Float> {
    self.indices = indices
    return Matrix(
      rowCount: indices.count, columnCount: weights.values.columnCount,
      elements: indices.flatMap { weights.values.row(Int($0)) })
  }

  /// Takes the gradient by the last output; things that came several times get the sum.
  public mutating func backward(_ gradient: Matrix<Float>) {
    let width = weights.values.columnCount
    weights.gradient = Matrix(rowCount: weights.values.rowCount, columnCount: width)
    for (row, index) in indices.enumerated() {
      for column in 0..<width {
        weights.gradient.elements[Int(index) * width + column] += gradient[row, column]
      }
    }
  }
}
