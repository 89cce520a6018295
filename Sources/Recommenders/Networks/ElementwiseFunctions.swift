import LinearAlgebra

/// eˣ within two units in the last place.
///
/// x is cut off at ±87, short of where eˣ or e⁻ˣ leaves the normal numbers. NaN stays NaN.
/// The method is that of Cephes: x = n·ln 2 + f with |f| ≤ ln 2 / 2, and a polynomial for eᶠ.
/// There is no branch in it, so that a loop over many numbers computes several at a time.
@inline(__always)
func exponential(_ x: Float) -> Float {
  let below = x > 87 ? 87 : x
  let bounded = below < -87 ? -87 : below
  // Adding 1.5·2²³ rounds to a whole number, which is then in the low bits; with 127, the bias
  // of exponents, on top.
  let shift: Float = 12_582_912 + 127
  let shifted = bounded * 1.442_695_04 + shift
  let n = shifted - shift
  // ln 2 in two parts, the first exact when multiplied.
  let f = bounded - n * 0.693_359_375 + n * 2.121_944_4e-4
  // By Estrin's scheme, in which less waits for what comes before than in Horner's.
  let f2 = f * f
  let low = 5e-1 + f * 1.666_666_5e-1
  let middle = 4.166_579_6e-2 + f * 8.333_452e-3
  let high = 1.398_199_9e-3 + f * 1.987_569_1e-4
  let p = (low + f2 * (middle + f2 * high)) * f2 + f + 1
  return p * Float(bitPattern: shifted.bitPattern &<< 23)
}

/// What of a number is above 0 and what is below: one is the number, the other is 0.
@inline(__always)
func parts(_ x: Float) -> (above: Float, below: Float) {
  // All ones if the sign is set.
  let sign = UInt32(bitPattern: Int32(bitPattern: x.bitPattern) >> 31)
  return (Float(bitPattern: x.bitPattern & ~sign), Float(bitPattern: x.bitPattern & sign))
}

/// A matrix of a function of each element.
@inline(__always)
func mapElements(_ matrix: Matrix<Float>, _ function: (Float) -> Float) -> Matrix<Float> {
  mapElements(matrix, matrix) { x, _ in function(x) }
}

/// A matrix of a function of each two elements of matrices of the same shape.
@inline(__always)
func mapElements(
  _ a: Matrix<Float>, _ b: Matrix<Float>, _ function: (Float, Float) -> Float
) -> Matrix<Float> {
  precondition(a.elements.count == b.elements.count, "The matrices have the same shape")
  let count = a.elements.count
  let elements = [Float](unsafeUninitializedCapacity: count) { result, initializedCount in
    a.elements.withUnsafeBufferPointer { a in
      b.elements.withUnsafeBufferPointer { b in
        guard let result = result.baseAddress, let a = a.baseAddress, let b = b.baseAddress
        else { return }
        for index in 0..<count { result[index] = function(a[index], b[index]) }
      }
    }
    initializedCount = count
  }
  return Matrix(rowCount: a.rowCount, columnCount: a.columnCount, elements: elements)
}
