import LinearAlgebra

/// eˣ of eight numbers, within two units in the last place.
///
/// x is cut off at ±87, short of where e^x or e^−x leaves the normal numbers. NaN stays NaN.
/// The method is that of Cephes: x = n·ln 2 + f with |f| ≤ ln 2 / 2, and a polynomial for eᶠ.
@inline(__always)
func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
  let x = x.replacing(with: 87, where: x .> 87).replacing(with: -87, where: x .< -87)
  // Adding 1.5·2²³ rounds to a whole number, which is then in the low bits.
  let shift: Float = 12_582_912
  let shifted = x * 1.442_695_04 + shift
  let n = shifted - shift
  // ln 2 in two parts, the first exact when multiplied.
  let f = x - n * 0.693_359_375 + n * 2.121_944_4e-4
  var p = f * 1.987_569_1e-4 + 1.398_199_9e-3
  p = p * f + 8.333_452e-3
  p = p * f + 4.166_579_6e-2
  p = p * f + 1.666_666_5e-1
  p = p * f + 5e-1
  p = p * f * f + f + 1
  // 2ⁿ·p, by adding n to the exponent of p.
  let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
  let scaled = unsafeBitCast(
    unsafeBitCast(p, to: SIMD8<Int32>.self) &+ exponent, to: SIMD8<Float>.self)
  return scaled.replacing(with: x, where: x .!= x)
}

/// A matrix of a function of each element; eight at a time.
@inline(__always)
func mapVectors(
  _ matrix: Matrix<Float>, _ function: (SIMD8<Float>) -> SIMD8<Float>
) -> Matrix<Float> {
  mapVectors(matrix, matrix) { x, _ in function(x) }
}

/// A matrix of a function of each two elements of matrices of the same shape.
@inline(__always)
func mapVectors(
  _ a: Matrix<Float>, _ b: Matrix<Float>,
  _ function: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
) -> Matrix<Float> {
  precondition(a.elements.count == b.elements.count, "The matrices have the same shape")
  let count = a.elements.count
  let elements = [Float](unsafeUninitializedCapacity: count) { result, initializedCount in
    a.elements.withUnsafeBytes { a in
      b.elements.withUnsafeBytes { b in
        let result = UnsafeMutableRawBufferPointer(result)
        let size = MemoryLayout<SIMD8<Float>>.size
        var offset = 0
        while offset + size <= 4 * count {
          let x = a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
          let y = b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
          result.storeBytes(of: function(x, y), toByteOffset: offset, as: SIMD8<Float>.self)
          offset += size
        }
        while offset < 4 * count {
          let x = SIMD8(repeating: a.loadUnaligned(fromByteOffset: offset, as: Float.self))
          let y = SIMD8(repeating: b.loadUnaligned(fromByteOffset: offset, as: Float.self))
          result.storeBytes(of: function(x, y)[0], toByteOffset: offset, as: Float.self)
          offset += 4
        }
      }
    }
    initializedCount = count
  }
  return Matrix(rowCount: a.rowCount, columnCount: a.columnCount, elements: elements)
}
