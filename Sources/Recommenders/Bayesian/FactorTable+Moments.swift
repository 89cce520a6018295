import LinearAlgebra

extension FactorTable {
  /// The moments of the factors of all rows, and of their biases if there are any.
  ///
  /// Products are summed in single precision over a block of rows, and over the blocks in
  /// double precision; the blocks depend on the number of rows alone.
  func moments(threads: Int) -> (factors: RowMoments, biases: RowMoments?) {
    let blocks = Pieces(of: count, size: max(256, Pieces(of: count, size: 32).count))
    let gramSize = equations.width * equations.groups
    let grams = ScratchMemory(repeating: SIMD4<Float>.zero, count: blocks.count * gramSize)
    // Σx of the factors, then Σb and Σb².
    let sums = ScratchMemory(repeating: 0.0, count: blocks.count * (factors + 2))
    parallelFor(blocks.count, threads: threads) { block, _ in
      let rows = blocks[block]
      equations.addGram(
        of: vectors(ofRow: rows.lowerBound), count: rows.count,
        to: grams.pointer + block * gramSize)
      let sums = sums.pointer + block * (factors + 2)
      for row in rows {
        let numbers = numbers(ofRow: row)
        for factor in 0..<factors { sums[factor] += Double(numbers[factor]) }
        let bias = Double(bias(ofRow: row))
        sums[factors] += bias
        sums[factors + 1] += bias * bias
      }
    }
    var moments = RowMoments(order: factors)
    var ofBiases = RowMoments(order: 1)
    moments.count = count
    ofBiases.count = count
    for block in blocks.indices {
      let gram = UnsafeRawPointer(grams.pointer + block * gramSize)
        .assumingMemoryBound(to: Float.self)
      let sums = sums.pointer + block * (factors + 2)
      for a in 0..<factors {
        moments.sum[a] += sums[a]
        for b in a..<factors { moments.products[a, b] += Double(gram[a * equations.width + b]) }
      }
      ofBiases.sum[0] += sums[factors]
      ofBiases.products[0, 0] += sums[factors + 1]
    }
    return (moments, hasBiases ? ofBiases : nil)
  }
}
