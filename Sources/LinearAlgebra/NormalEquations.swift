/// The kernels of least squares over many small systems, as alternating least squares and
/// Gibbs sampling of factors need them.
///
/// A *panel* is a matrix P of single precision, row by row. Each row is an observation: its
/// `unknowns` features first, its target in the last column, zeros between, so that the
/// width is a multiple of four and the panel is a sequence of `SIMD4<Float>`. The *augmented
/// Gram matrix* G = PᵀP of such a panel holds the normal equations: A = ZᵀZ in the upper left,
/// y = Zᵀt in the last column.
public struct NormalEquations: Sendable {
  /// The number of unknowns.
  public let unknowns: Int
  /// The number of `SIMD4<Float>` in a row of the panel.
  public let groups: Int
  /// The number of columns of the panel.
  public var width: Int { 4 * groups }

  /// Who multiplies and factors; nil for the one that is likely to be faster.
  private let method: Method?

  public enum Method: Sendable, CaseIterable {
    /// The loops here.
    case tiles
    /// OpenBLAS.
    case library
  }

  /// Whether OpenBLAS is likely to be faster in multiplying a panel.
  ///
  /// It is for many unknowns, and enough rows to make up for the call. The bounds here and
  /// below are from `benchmarks kernels`.
  private func prefersLibraryToMultiply(count: Int) -> Bool {
    method.map { $0 == .library } ?? (unknowns >= 24 && unknowns * count >= 3000)
  }

  /// Whether OpenBLAS is faster in factoring.
  private var prefersLibraryToFactor: Bool {
    method.map { $0 == .library } ?? (unknowns >= 56)
  }

  /// Describes systems of so many unknowns.
  ///
  /// - Parameters:
  ///   - unknowns: how many, at least one.
  ///   - method: nil for the faster one.
  public init(unknowns: Int, method: Method? = nil) {
    precondition(unknowns > 0, "A system has an unknown")
    self.unknowns = unknowns
    self.method = method
    groups = unknowns / 4 + 1
  }

  /// How many rows of a panel to fill at a time, so that it stays in the second-level cache.
  public var panelCapacity: Int { max(128, 262_144 / (16 * groups)) }

  // MARK: Accumulation

  /// Adds PᵀP to the upper triangle of G.
  ///
  /// - Parameters:
  ///   - panel: the rows.
  ///   - count: how many rows.
  ///   - gram: `width` rows of `groups`. Below the diagonal only the 4 x 4 blocks that
  ///     contain the diagonal are written.
  public func addGram(
    of panel: UnsafePointer<SIMD4<Float>>, count: Int, to gram: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    if prefersLibraryToMultiply(count: count) {
      panel.withMemoryRebound(to: Float.self, capacity: count * width) { panel in
        gram.withMemoryRebound(to: Float.self, capacity: width * width) { gram in
          addGramByBLAS(panel, count: count, width: width, to: gram)
        }
      }
    } else {
      addGramByTiles(of: panel, count: count, to: gram)
    }
  }

  /// Adds PᵀP by 4 x 4 tiles that stay in registers.
  ///
  /// Runs of rows that fit the first-level cache are summed in registers, then added to G:
  /// which is also what keeps the rounding errors of long sums small.
  func addGramByTiles(
    of panel: UnsafePointer<SIMD4<Float>>, count: Int, to gram: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    let run = max(16, 1536 / groups)
    var start = 0
    while start < count {
      let rows = min(run, count - start)
      let block = panel + start * groups
      for a in 0..<groups {
        var b = a
        while b + 1 < groups {
          addTwoTiles(block, rows, a, b, gram)
          b += 2
        }
        if b < groups { addTile(block, rows, a, b, gram) }
      }
      start += rows
    }
  }

  /// Adds the tile of columns 4a…4a+3 by 4b…4b+3.
  @inline(__always)
  private func addTile(
    _ panel: UnsafePointer<SIMD4<Float>>, _ count: Int, _ a: Int, _ b: Int,
    _ gram: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    var (s0, s1, s2, s3) = (
      SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero
    )
    var row = panel
    for _ in 0..<count {
      let p = row[a]
      let q = row[b]
      s0 += SIMD4(repeating: p.x) * q
      s1 += SIMD4(repeating: p.y) * q
      s2 += SIMD4(repeating: p.z) * q
      s3 += SIMD4(repeating: p.w) * q
      row += groups
    }
    let target = gram + 4 * a * groups + b
    target[0] += s0
    target[groups] += s1
    target[2 * groups] += s2
    target[3 * groups] += s3
  }

  /// Adds the tiles (a, b) and (a, b + 1).
  @inline(__always)
  private func addTwoTiles(
    _ panel: UnsafePointer<SIMD4<Float>>, _ count: Int, _ a: Int, _ b: Int,
    _ gram: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    var (s0, s1, s2, s3) = (
      SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero
    )
    var (t0, t1, t2, t3) = (
      SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero
    )
    var row = panel
    for _ in 0..<count {
      let p = row[a]
      let q = row[b]
      let r = row[b + 1]
      let p0 = SIMD4(repeating: p.x)
      s0 += p0 * q
      t0 += p0 * r
      let p1 = SIMD4(repeating: p.y)
      s1 += p1 * q
      t1 += p1 * r
      let p2 = SIMD4(repeating: p.z)
      s2 += p2 * q
      t2 += p2 * r
      let p3 = SIMD4(repeating: p.w)
      s3 += p3 * q
      t3 += p3 * r
      row += groups
    }
    let target = gram + 4 * a * groups + b
    target[0] += s0
    target[1] += t0
    target[groups] += s1
    target[groups + 1] += t1
    target[2 * groups] += s2
    target[2 * groups + 1] += t2
    target[3 * groups] += s3
    target[3 * groups + 1] += t3
  }

  // MARK: Solution

  /// Solves (A + λI)·x = y, destroying G, or draws from the normal distribution that has this
  /// solution for its mean and A + λI for its precision.
  ///
  /// - Parameters:
  ///   - gram: the augmented Gram matrix.
  ///   - regularization: λ.
  ///   - noise: `unknowns` independent standard normal numbers z, to draw x + L⁻ᵀz where
  ///     LLᵀ = A + λI; nil for the solution.
  ///   - x: receives the solution in its first `unknowns` numbers, zeros after it; has
  ///     room for `width`.
  ///   - scratch: room for `2 * width` numbers.
  /// - Returns: the largest pivot over the smallest, which is at most the condition number of
  ///   A + λI: x is good to about ε times that number.
  /// - Throws: `NotPositiveDefinite`; x and G are then of no use.
  @discardableResult
  public func solve(
    _ gram: UnsafeMutablePointer<SIMD4<Float>>, regularization: Float,
    noise: UnsafePointer<Float>? = nil, into x: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) throws(NotPositiveDefinite) -> Float {
    let elements = UnsafeMutableRawPointer(gram).assumingMemoryBound(to: Float.self)
    let (diagonal, inverses) = (scratch, scratch + width)
    for k in 0..<unknowns {
      elements[k * width + k] += regularization
      diagonal[k] = elements[k * width + k]
      x[k] = elements[k * width + width - 1]
    }
    for k in unknowns..<width { x[k] = 0 }
    let failure =
      prefersLibraryToFactor
      ? solveByLAPACK(elements, x, noise, diagonal: diagonal, inverses: inverses)
      : solveByElimination(gram, x, noise, diagonal: diagonal, inverses: inverses)
    if let failure {
      throw NotPositiveDefinite(
        pivot: failure, isFinite: (0..<unknowns).allSatisfy { diagonal[$0].isFinite })
    }
    var (least, most) = (inverses[0], inverses[0])
    for k in 1..<unknowns {
      least = min(least, inverses[k])
      most = max(most, inverses[k])
    }
    return most / least
  }

  /// Gaussian elimination without square roots: A = LDLᵀ, with D·Lᵀ left in the upper triangle.
  ///
  /// - Returns: the pivot that isn't positive, if there is one.
  private func solveByElimination(
    _ rows: UnsafeMutablePointer<SIMD4<Float>>, _ x: UnsafeMutablePointer<Float>,
    _ noise: UnsafePointer<Float>?, diagonal: UnsafeMutablePointer<Float>,
    inverses: UnsafeMutablePointer<Float>
  ) -> Int? {
    switch groups {
    case 1: solveByElimination(rows, x, noise, diagonal, inverses, groups: 1)
    case 2: solveByElimination(rows, x, noise, diagonal, inverses, groups: 2)
    case 3: solveByElimination(rows, x, noise, diagonal, inverses, groups: 3)
    case 4: solveByElimination(rows, x, noise, diagonal, inverses, groups: 4)
    case 5: solveByElimination(rows, x, noise, diagonal, inverses, groups: 5)
    case 6: solveByElimination(rows, x, noise, diagonal, inverses, groups: 6)
    default: solveByElimination(rows, x, noise, diagonal, inverses, groups: groups)
    }
  }

  /// The elimination, which is faster where the compiler knows the number of groups.
  @inline(__always)
  private func solveByElimination(
    _ rows: UnsafeMutablePointer<SIMD4<Float>>, _ x: UnsafeMutablePointer<Float>,
    _ noise: UnsafePointer<Float>?, _ diagonal: UnsafeMutablePointer<Float>,
    _ inverses: UnsafeMutablePointer<Float>, groups: Int
  ) -> Int? {
    let order = unknowns
    let width = 4 * groups
    let elements = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Float.self)
    for k in 0..<order {
      let pivot = elements[k * width + k]
      if !isPositive(pivot, of: diagonal[k], order: order) { return k }
      let inverse = 1 / pivot
      inverses[k] = inverse
      // The target column is in the last group: it is eliminated along with the others.
      let source = rows + k * groups
      for i in k + 1..<order {
        let multiple = SIMD4(repeating: elements[k * width + i] * inverse)
        let target = rows + i * groups
        for g in i / 4..<groups { target[g] -= multiple * source[g] }
      }
      x[k] = elements[k * width + width - 1]
    }
    for k in stride(from: order - 1, through: 0, by: -1) {
      var solution = x[k] * inverses[k]
      // Lᵀ here is D^½ times the Lᵀ of the elimination.
      if let noise { solution += noise[k] * inverses[k].squareRoot() }
      x[k] = solution
      for i in 0..<k { x[i] -= elements[i * width + k] * solution }
    }
    return nil
  }

  private func solveByLAPACK(
    _ elements: UnsafeMutablePointer<Float>, _ x: UnsafeMutablePointer<Float>,
    _ noise: UnsafePointer<Float>?, diagonal: UnsafeMutablePointer<Float>,
    inverses: UnsafeMutablePointer<Float>
  ) -> Int? {
    do throws(NotPositiveDefinite) {
      try Float.factorUpperTriangle(elements, order: unknowns, stride: width)
    } catch {
      return error.pivot
    }
    for k in 0..<unknowns {
      let root = elements[k * width + k]
      if !isPositive(root * root, of: diagonal[k], order: unknowns) { return k }
      inverses[k] = 1 / (root * root)
    }
    Float.solveTransposed(upperFactor: elements, order: unknowns, stride: width, x)
    if let noise {
      for k in 0..<unknowns { x[k] += noise[k] }
    }
    Float.solveUntransposed(upperFactor: elements, order: unknowns, stride: width, x)
    return nil
  }

  // MARK: Residuals

  /// Looks at the residuals of the first `count` rows of a panel.
  ///
  /// - Parameters:
  ///   - panel: the rows.
  ///   - count: how many rows.
  ///   - x: the solution, zeros, and −1 in the last place, so that a row's product with it is
  ///     minus the residual.
  ///   - residuals: receives t − z·x of each row, if they are wanted.
  /// - Returns: Σ (t − z·x)².
  public func sumOfSquaredResiduals(
    of panel: UnsafePointer<SIMD4<Float>>, count: Int, _ x: UnsafePointer<SIMD4<Float>>,
    residuals: UnsafeMutablePointer<Float>? = nil
  ) -> Double {
    var sum = SIMD4<Double>.zero
    var row = panel
    for block in 0..<count / 4 {
      var (a, b) = (row[0] * x[0], row[groups] * x[0])
      var (c, d) = (row[2 * groups] * x[0], row[3 * groups] * x[0])
      for g in 1..<groups {
        a += row[g] * x[g]
        b += row[groups + g] * x[g]
        c += row[2 * groups + g] * x[g]
        d += row[3 * groups + g] * x[g]
      }
      let products = SIMD4(total(a), total(b), total(c), total(d))
      if let residuals {
        for n in 0..<4 { residuals[4 * block + n] = -products[n] }
      }
      let wide = SIMD4<Double>(products)
      sum += wide * wide
      row += 4 * groups
    }
    for n in count - count % 4..<count {
      var a = row[0] * x[0]
      for g in 1..<groups { a += row[g] * x[g] }
      let product = total(a)
      residuals?[n] = -product
      sum.x += Double(product) * Double(product)
      row += groups
    }
    return (sum.x + sum.y) + (sum.z + sum.w)
  }

  @inline(__always)
  private func total(_ v: SIMD4<Float>) -> Float { (v.x + v.y) + (v.z + v.w) }
}
