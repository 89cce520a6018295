import LinearAlgebra

/// The residuals r − r̂ of some ratings, of one sample after another, and of the mean of r̂ over
/// the samples.
struct ResidualMeans: ~Copyable {
  let count: Int
  private(set) var sampleCount = 0
  /// Of the latest sample.
  let latest: ScratchMemory<Float>
  private let sums: ScratchMemory<Float>
  private let threads: Int

  init(count: Int, threads: Int) {
    self.count = count
    self.threads = threads
    latest = ScratchMemory(repeating: 0, count: count)
    sums = ScratchMemory(repeating: 0, count: count)
  }

  /// The residual of the mean of r̂ over the samples.
  func mean(_ position: Int) -> Float { sums.pointer[position] / Float(sampleCount) }

  /// Takes the latest sample into the mean.
  ///
  /// - Returns: Σ (r − r̂)² with the mean.
  mutating func addLatest() -> Double {
    sampleCount += 1
    let scale = 1 / Float(sampleCount)
    return sumInPieces(count, threads: threads) { positions in
      var sum = 0.0
      for position in positions {
        let total = sums.pointer[position] + latest.pointer[position]
        sums.pointer[position] = total
        let residual = Double(total * scale)
        sum += residual * residual
      }
      return sum
    }
  }
}

/// Sums over pieces that depend on the count alone, on several threads.
func sumInPieces(
  _ count: Int, threads: Int, _ sum: (_ positions: Range<Int>) -> Double
) -> Double {
  let pieces = Pieces(of: count, size: 16_384)
  let sums = ScratchMemory(repeating: 0.0, count: pieces.count)
  parallelFor(pieces.count, threads: threads) { piece, _ in
    sums.pointer[piece] = sum(pieces[piece])
  }
  return pieces.indices.reduce(0) { $0 + sums.pointer[$1] }
}
