import Testing

@testable import LinearAlgebra

struct RandomSourceTests {
  /// The known answers that come with Random123, `kat_vectors`, philox4x32 with 10 rounds.
  @Test(arguments: [
    (
      SIMD4<UInt32>(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
      SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4<UInt32>(repeating: 0xffff_ffff), SIMD2<UInt32>(repeating: 0xffff_ffff),
      SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
      SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ])
  func philoxGivesThePublishedAnswers(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>
  ) {
    #expect(philox4x32(counter: counter, key: key) == expected)
  }

  @Test func anAddressAlwaysHasTheSameNumbers() {
    let source = RandomSource(seed: 7, purpose: "test")
    var first = source.sequence(epoch: 2, row: 5)
    let numbers = (0..<5).map { _ in first.next() }
    var other = source.sequence(epoch: 2, row: 6)
    _ = other.normal()
    var second = source.sequence(epoch: 2, row: 5)
    #expect(numbers == (0..<5).map { _ in second.next() })
  }

  @Test func everyPartOfTheAddressMatters() {
    func number(seed: UInt64 = 1, purpose: StaticString = "a", epoch: Int = 0, row: Int = 0)
      -> UInt64
    {
      var sequence = RandomSource(seed: seed, purpose: purpose).sequence(epoch: epoch, row: row)
      return sequence.next()
    }
    let numbers = [
      number(), number(seed: 2), number(seed: 1 << 40), number(purpose: "b"), number(epoch: 1),
      number(row: 1),
    ]
    #expect(Set(numbers).count == numbers.count)
  }

  @Test(arguments: [0, 1, 31, 32, 33, 100]) func fillsWithTheWordsOfTheSequence(count: Int) {
    let source = RandomSource(seed: 7 << 40, purpose: "test")
    var sequence = source.sequence(epoch: 2, row: 5)
    // Words of the sequence, four to a block.
    let words = (0..<2 * 64).flatMap { _ in
      let number = sequence.next()
      return [UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32)]
    }
    let expected = (0..<count).map { index in
      let (group, place) = index.quotientAndRemainder(dividingBy: 32)
      return words[32 * group + 4 * (place % 8) + place / 8]
    }
    var filled = [UInt32](repeating: 0, count: count)
    filled.withUnsafeMutableBufferPointer { source.fill($0, epoch: 2, row: 5) }
    #expect(filled == expected)
    for position in [0, 1, 31, 32, 77] where position <= count {
      var rest = [UInt32](repeating: 0, count: count - position)
      rest.withUnsafeMutableBufferPointer { source.fill($0, from: position, epoch: 2, row: 5) }
      #expect(rest == Array(expected[position...]))
    }
  }

  @Test func uniformNumbersHaveTheRightMoments() {
    var random = RandomSource(seed: 1, purpose: "uniform").sequence()
    let numbers = (0..<20_000).map { _ in random.uniform() }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    // Five standard errors: the mean's is 0.289 / √n, the second moment's 0.298 / √n.
    #expect(abs(mean(numbers) - 0.5) < 5 * 0.289 / 20_000.squareRoot())
    #expect(abs(mean(numbers.map { $0 * $0 }) - 1.0 / 3) < 5 * 0.298 / 20_000.squareRoot())
  }

  @Test func normalNumbersHaveTheRightMoments() {
    var random = RandomSource(seed: 1, purpose: "normal").sequence()
    let numbers = (0..<20_000).map { _ in random.normal() }
    // Of the first four moments, the variances are 1, 2, 15 and 96, over n.
    for (power, moment, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
      let powers = numbers.map { x in (0..<power).reduce(1.0) { product, _ in product * x } }
      #expect(abs(mean(powers) - moment) < 5 * (variance / 20_000).squareRoot(), "\(power)")
    }
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func integersAreEquallyLikely(bound: Int) {
    var random = RandomSource(seed: 3, purpose: "integers").sequence()
    var counts = Array(repeating: 0, count: bound)
    for _ in 0..<10_000 { counts[random.integer(below: bound)] += 1 }
    // χ² has bound − 1 degrees of freedom: mean bound − 1, variance twice that.
    let expected = 10_000 / Double(bound)
    let chiSquared = counts.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    let freedom = Double(bound - 1)
    #expect(chiSquared <= freedom + 5 * (2 * freedom).squareRoot())
  }

  @Test(arguments: [0, 1, 2, 100])
  func permutationsContainEverythingOnce(count: Int) {
    let permutation = RandomSource(seed: 1, purpose: "permutation").permutation(of: count)
    #expect(permutation.sorted() == Array(0..<Int32(count)))
  }

  @Test func permutationsAreEquallyLikely() {
    let source = RandomSource(seed: 1, purpose: "permutation")
    var counts: [[Int32]: Int] = [:]
    for row in 0..<6000 { counts[source.permutation(of: 3, row: row), default: 0] += 1 }
    #expect(counts.count == 6)
    // The standard deviation of a count is √(6000 · 1/6 · 5/6) = 29.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 5 * 29 })
  }

  private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
