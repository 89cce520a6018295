public import LinearAlgebra

/// The weights of a layer, with their gradient, and with what the optimizer keeps of each.
public struct Weights: Sendable {
  public var values: Matrix<Float>
  /// The gradient of the loss by each weight, without the penalty; as many rows and columns.
  public var gradient: Matrix<Float>
  /// l of the penalty l·Σw², at least 0.
  public var regularization: Double
  /// The optimizer's moments: for each block of weights those of one kind after the other, each
  /// kind in whole vectors.
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

  /// How many vectors of weights are updated at a time: so few that they stay in the cache.
  private static let vectorsPerBlock = 128

  /// Makes a step along the gradient.
  mutating func update(_ optimizer: Optimizer, step: Int) {
    let rule = UpdateRule(optimizer, regularization: regularization, steps: step..<step + 1)
    let kinds = optimizer.momentCount
    if moments.isEmpty {
      let vectors = Pieces(of: values.elements.count, size: 4).count
      moments = Array(repeating: .zero, count: vectors * kinds)
    }
    values.elements.withUnsafeMutableBytes { values in
      gradient.elements.withUnsafeBytes { gradient in
        moments.withUnsafeMutableBufferPointer { moments in
          guard let moments = moments.baseAddress else { return }
          let size = MemoryLayout<SIMD4<Float>>.size
          for start in stride(from: 0, to: values.count, by: size * Self.vectorsPerBlock) {
            let end = min(values.count, start + size * Self.vectorsPerBlock)
            Self.update(
              UnsafeMutableRawBufferPointer(rebasing: values[start..<end]),
              moments: moments + start / size * kinds,
              gradient: UnsafeRawBufferPointer(rebasing: gradient[start..<end]), rule, step)
          }
        }
      }
    }
  }

  /// Makes a step with a block of weights, which a rule wants in vectors.
  private static func update(
    _ weights: UnsafeMutableRawBufferPointer, moments: UnsafeMutablePointer<SIMD4<Float>>,
    gradient: UnsafeRawBufferPointer, _ rule: UpdateRule, _ step: Int
  ) {
    let size = MemoryLayout<SIMD4<Float>>.size
    let count = Pieces(of: weights.count, size: size).count
    withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 2 * count) { block in
      guard let base = block.baseAddress else { return }
      // With zeros behind the last.
      (base[count - 1], base[2 * count - 1]) = (.zero, .zero)
      let (copy, slope) = (UnsafeMutableRawPointer(base), UnsafeMutableRawPointer(base + count))
      UnsafeMutableRawBufferPointer(start: copy, count: size * count).copyMemory(
        from: UnsafeRawBufferPointer(weights))
      UnsafeMutableRawBufferPointer(start: slope, count: size * count).copyMemory(from: gradient)
      rule.update(base, moments, gradient: base + count, count: count, step: step)
      weights.copyMemory(from: UnsafeRawBufferPointer(start: copy, count: weights.count))
    }
  }
}
