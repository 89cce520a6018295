public import LinearAlgebra

/// Sets a share of the numbers to zero in training, and scales the others up for it.
///
/// Each number is dropped with probability p, independently at each step; what remains is
/// divided by 1 − p, so that its mean is as before, and nothing is done in prediction
/// (inverted dropout, as in Keras). Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov,
/// *Dropout*, JMLR 15, 2014.
public struct Dropout: Layer {
  /// p, at least 0 and below 1.
  public var rate: Double
  private var source: RandomSource
  private var layer: Int
  /// What the last batch was multiplied by; nil if it was left alone.
  private var mask: Matrix<Float>?

  /// - Parameters:
  ///   - rate: p.
  ///   - source: where the choices come from.
  ///   - layer: the number of the layer, so that several choose independently.
  public init(rate: Double, random source: RandomSource, layer: Int = 0) {
    precondition(rate >= 0 && rate < 1, "Something is left")
    self.rate = rate
    self.source = source
    self.layer = layer
  }

  public mutating func forward(_ input: Matrix<Float>, _ phase: Phase) -> Matrix<Float> {
    guard case .training(let step, let firstRow) = phase, rate > 0 else {
      mask = nil
      return input
    }
    return forward(
      input,
      mask: mask(
        rows: firstRow..<firstRow + input.rowCount, columnCount: input.columnCount, step))
  }

  /// A number is kept where a random word of 32 bits is at least p·2³².
  private func mask(rows: Range<Int>, columnCount: Int, _ step: Int) -> Matrix<Float> {
    let count = rows.count * columnCount
    let threshold = UInt32(rate * 0x1p32)
    let kept = Float(1 / (1 - rate)).bitPattern
    let elements = [Float](unsafeUninitializedCapacity: count) { mask, initializedCount in
      mask.withMemoryRebound(to: UInt32.self) { mask in
        let words = UnsafeMutableBufferPointer(rebasing: mask.prefix(count))
        source.fill(words, from: rows.lowerBound * columnCount, epoch: step, row: layer)
        for index in words.indices {
          // The sign of the difference, without a branch that could not be foreseen.
          let isDropped = UInt32((UInt64(words[index]) &- UInt64(threshold)) >> 63)
          words[index] = kept & (isDropped &- 1)
        }
      }
      initializedCount = count
    }
    return Matrix(rowCount: rows.count, columnCount: columnCount, elements: elements)
  }

  /// The outputs for a mask of zeros and of 1 / (1 − p).
  public mutating func forward(_ input: Matrix<Float>, mask: Matrix<Float>) -> Matrix<Float> {
    self.mask = mask
    return mapElements(input, mask) { $0 * $1 }
  }

  public mutating func backward(_ gradient: Matrix<Float>) -> Matrix<Float> {
    mask.map { mapElements(gradient, $0) { $0 * $1 } } ?? gradient
  }
}

/// The choice whether to drop a number.
struct DropoutChoice {
  private let rate: Double
  private let kept: Float

  init(rate: Double) {
    self.rate = rate
    kept = Float(1 / (1 - rate))
  }

  /// What to multiply the number by.
  func multiplier(_ random: inout RandomSequence) -> Float {
    random.uniform() < rate ? 0 : kept
  }
}
