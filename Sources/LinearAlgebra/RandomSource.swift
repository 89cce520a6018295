import Files
import Glibc

/// Random numbers that are addressed rather than consumed.
///
/// A source is a seed and a purpose. For each epoch and row it has one sequence, which is
/// computed from that address alone: so results depend neither on the number of threads
/// nor on the order in which rows are visited, and two purposes never share numbers.
///
///     let initial = RandomSource(seed: 1, purpose: "als.initial-factors")
///     var random = initial.sequence(row: 17)
///     let factor = random.normal()
///
/// The generator is Philox4x32-10: Salmon, Moraes, Dror, Shaw, *Parallel Random Numbers: As
/// Easy as 1, 2, 3*, SC 2011. The key is the seed; the counter is (block within the
/// sequence, row, epoch, hash of the purpose).
public struct RandomSource: Sendable, Hashable {
  public let seed: UInt64
  private let purpose: UInt32

  /// Names a source; purposes are told apart by a 32-bit hash of their name.
  public init(seed: UInt64, purpose: StaticString) {
    self.seed = seed
    self.purpose = purpose.withUTF8Buffer { FNV1a.shortHash($0) }
  }

  /// The sequence of random numbers at an address.
  public func sequence(epoch: Int = 0, row: Int = 0) -> RandomSequence {
    RandomSequence(
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)),
      counter: SIMD4(0, UInt32(row), UInt32(epoch), purpose))
  }

  /// Fills memory with random 32-bit words, several times as fast as a sequence does.
  ///
  /// They are those of the sequence at the address, eight blocks at a time and in each eight
  /// first all first words, then all second ones, and so on.
  ///
  /// - Parameters:
  ///   - words: the memory.
  ///   - position: which of the words at the address comes first.
  ///   - epoch: part of the address.
  ///   - row: part of the address.
  public func fill(
    _ words: UnsafeMutableBufferPointer<UInt32>, from position: Int = 0, epoch: Int = 0,
    row: Int = 0
  ) {
    let key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let first = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
    let size = 32
    let end = position + words.count
    for start in stride(from: position / size * size, to: end, by: size) {
      let blocks = philox4x32(
        (
          first &+ UInt32(truncatingIfNeeded: start / 4), SIMD8(repeating: UInt32(row)),
          SIMD8(repeating: UInt32(epoch)), SIMD8(repeating: purpose)
        ), key: key)
      let wanted = max(start, position)..<min(start + size, end)
      withUnsafeBytes(of: blocks) { blocks in
        let bytes = UnsafeMutableRawBufferPointer(words)[(4 * (wanted.lowerBound - position))...]
        UnsafeMutableRawBufferPointer(rebasing: bytes).copyMemory(
          from: UnsafeRawBufferPointer(
            rebasing: blocks[4 * (wanted.lowerBound - start)..<4 * (wanted.upperBound - start)]))
      }
    }
  }

  /// A permutation of `0..<count`, each being equally likely (Fisher and Yates).
  public func permutation(of count: Int, epoch: Int = 0, row: Int = 0) -> [Int32] {
    var random = sequence(epoch: epoch, row: row)
    var permutation = Array(0..<Int32(count))
    for last in stride(from: count - 1, to: 0, by: -1) {
      permutation.swapAt(last, random.integer(below: last + 1))
    }
    return permutation
  }
}

/// The random numbers at one address of a `RandomSource`.
///
/// The standard library may change how it draws from a generator; the methods here are
/// fixed, so that results stay the same for a seed.
public struct RandomSequence: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block: SIMD4<UInt32> = .zero
  /// How many 64-bit halves of the block are still to be used.
  private var unused = 0
  /// The second of the last pair of normal numbers, if it is still to be used.
  private var spareNormal: Double?

  init(key: SIMD2<UInt32>, counter: SIMD4<UInt32>) {
    self.key = key
    self.counter = counter
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    if unused == 0 {
      block = philox4x32(counter: counter, key: key)
      counter.x &+= 1
      unused = 2
    }
    unused -= 1
    return unused == 1
      ? UInt64(block.y) << 32 | UInt64(block.x) : UInt64(block.w) << 32 | UInt64(block.z)
  }

  /// A uniform number in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number with the standard normal distribution (Box and Muller).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    // 1 − u lies in (0, 1], where the logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * sin(angle)
    return radius * cos(angle)
  }

  /// An integer of `0..<bound`, each being equally likely (Lemire 2019).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "There is no integer below zero to choose")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }
}

/// Ten rounds of Philox on four 32-bit words.
func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var (c0, c1, c2, c3) = (counter.x, counter.y, counter.z, counter.w)
  var (k0, k1) = (key.x, key.y)
  for _ in 0..<10 {
    let product0 = UInt64(0xD251_1F53) * UInt64(c0)
    let product1 = UInt64(0xCD9E_8D57) * UInt64(c2)
    (c0, c1, c2, c3) = (
      UInt32(truncatingIfNeeded: product1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: product1),
      UInt32(truncatingIfNeeded: product0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: product0)
    )
    // The key is bumped by Weyl sequences of the golden ratio and of √3 − 1.
    k0 &+= 0x9E37_79B9
    k1 &+= 0xBB67_AE85
  }
  return SIMD4(c0, c1, c2, c3)
}

/// Ten rounds of Philox on eight blocks, word by word.
private func philox4x32(
  _ counters: (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>),
  key: (UInt32, UInt32)
) -> (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>) {
  var (c0, c1, c2, c3) = counters
  var (k0, k1) = key
  for _ in 0..<10 {
    let product0 = SIMD8<UInt64>(truncatingIfNeeded: c0) &* 0xD251_1F53
    let product1 = SIMD8<UInt64>(truncatingIfNeeded: c2) &* 0xCD9E_8D57
    (c0, c1, c2, c3) = (
      SIMD8(truncatingIfNeeded: product1 &>> 32) ^ c1 ^ k0, SIMD8(truncatingIfNeeded: product1),
      SIMD8(truncatingIfNeeded: product0 &>> 32) ^ c3 ^ k1, SIMD8(truncatingIfNeeded: product0)
    )
    k0 &+= 0x9E37_79B9
    k1 &+= 0xBB67_AE85
  }
  return (c0, c1, c2, c3)
}
