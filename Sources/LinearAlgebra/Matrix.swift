/// A dense matrix, stored row by row.
public struct Matrix<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// The elements of the first row, then of the second, and so on.
  public var elements: [Scalar]

  public init(rowCount: Int, columnCount: Int, elements: [Scalar]) {
    precondition(elements.count == rowCount * columnCount, "A matrix has rows x columns elements")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// A matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      elements: Array(repeating: 0, count: rowCount * columnCount))
  }

  public subscript(row: Int, column: Int) -> Scalar {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// The elements of a row.
  public func row(_ row: Int) -> ArraySlice<Scalar> {
    elements[row * columnCount..<(row + 1) * columnCount]
  }

  /// Whether all elements are finite.
  public var isFinite: Bool { elements.allSatisfy { $0.isFinite } }
}
