public import LinearAlgebra

/// The weights of a layer, with their gradient, and with what the optimizer keeps of each.
public struct Weights: Sendable {
  public var values: Matrix<Float>
  /// The gradient of the loss by each weight, without the penalty; as many rows and columns.
  public var gradient: Matrix<Float>
  /// l of the penalty l·Σw², at least 0.
  public var regularization: Double
  /// The optimizer's moments, those of one kind after the other, each kind in whole vectors.
  private var moments: [SIMD4<Float>] = []

  public init(_ values: Matrix<Float>, regularization: Double = 0) {
    self.values = values
    self.regularization = regularization
    gradient = Matrix(rowCount: values.rowCount, columnCount: values.columnCount)
  }

  /// l·Σw².
  public var penalty: Double {
    guard regularization > 0 else { return 0 }
    return regularization * values.elements.reduce(0) { $0 + Double($1) * Double($1) }
  }

  /// Makes a step along the gradient.
  mutating func update(_ optimizer: Optimizer, step: Int) {
    let rule = UpdateRule(optimizer, regularization: regularization, steps: step..<step + 1)
    var weights = vectors(values.elements)
    if moments.isEmpty {
      moments = Array(repeating: .zero, count: weights.count * optimizer.momentCount)
    }
    weights.withUnsafeMutableBufferPointer { weights in
      moments.withUnsafeMutableBufferPointer { moments in
        vectors(gradient.elements).withUnsafeBufferPointer { gradient in
          guard let weights = weights.baseAddress, let moments = moments.baseAddress,
            let slope = gradient.baseAddress
          else { return }
          rule.update(weights, moments, gradient: slope, count: gradient.count, step: step)
        }
      }
    }
    weights.withUnsafeBytes { weights in
      values.elements.withUnsafeMutableBytes {
        $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: weights.prefix($0.count)))
      }
    }
  }
}

/// Numbers in vectors of four, with zeros behind the last.
private func vectors(_ numbers: [Float]) -> [SIMD4<Float>] {
  var vectors = Array(repeating: SIMD4<Float>.zero, count: (numbers.count + 3) / 4)
  numbers.withUnsafeBytes { numbers in
    vectors.withUnsafeMutableBytes { $0.copyMemory(from: numbers) }
  }
  return vectors
}
