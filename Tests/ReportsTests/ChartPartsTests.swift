import Operations
import Testing

@testable import Reports

@Suite struct TicksTests {
  private func labels(_ range: ClosedRange<Double>, atMost count: Int = 6, whole: Bool = false)
    -> [String]
  {
    Ticks.linear(range, atMost: count, onlyWhole: whole).ticks.map(\.label)
  }

  @Test func fallOnRoundNumbersWithTheDigitsTheyNeed() {
    #expect(labels(0.58...1.12) == ["0.6", "0.7", "0.8", "0.9", "1.0", "1.1"])
    #expect(labels(-1...1) == ["−1.0", "−0.5", "0.0", "0.5", "1.0"])
    #expect(labels(0...0.1) == ["0.00", "0.02", "0.04", "0.06", "0.08", "0.10"])
    #expect(labels(0...100_000) == ["0", "20,000", "40,000", "60,000", "80,000", "100,000"])
    #expect(labels(0...2e-300) == ["0", "5×10⁻³⁰¹", "1.0×10⁻³⁰⁰", "1.5×10⁻³⁰⁰", "2.0×10⁻³⁰⁰"])
  }

  @Test func countWholeThingsInWholeNumbers() {
    #expect(labels(0.97...3.03, atMost: 8, whole: true) == ["1", "2", "3"])
    #expect(labels(0.8...15.2, atMost: 8, whole: true) == ["2", "4", "6", "8", "10", "12", "14"])
    #expect(labels(-5...205, whole: true) == ["0", "50", "100", "150", "200"])
  }

  @Test func arePowersOfTenOnALogarithmicAxis() {
    func labels(_ range: ClosedRange<Double>) -> [String] {
      Ticks.logarithmic(range, atMost: 6).ticks.map(\.label)
    }
    #expect(labels(0.9...1100) == ["1", "10", "100", "1,000"])
    #expect(labels(0.9...55) == ["1", "2", "5", "10", "20", "50"])
    #expect(labels(1e-8...1e8) == ["10⁻⁶", "10⁻³", "10⁰", "10³", "10⁶"])
    #expect(labels(9...20_000) == ["10", "100", "1,000", "10,000"])
    #expect(labels(1.1...1.3) == ["1.10", "1.15", "1.20", "1.25", "1.30"])
  }

  @Test func areFewWhateverTheRange() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let bits = (0..<2).map { _ in Double(bitPattern: .random(in: 0...UInt64.max, using: &random))
      }
      guard bits.allSatisfy(\.isFinite), bits[0] != bits[1] else { continue }
      let range = min(bits[0], bits[1])...max(bits[0], bits[1])
      let ticks = Ticks.linear(range, atMost: 6, onlyWhole: false).ticks
      #expect(ticks.count <= 6 && ticks.allSatisfy { $0.value.isFinite }, "\(range)")
      let scale = AxisScale(bits, .logarithmic, tickCount: 6, padding: 0.05, showsNearZero: true)
      #expect(scale.ticks.ticks.count <= 9, "\(range)")
    }
  }
}

@Suite struct LabelPlacementTests {
  @Test func leavesLabelsThatStandApart() {
    #expect(LabelPlacement.spread([10, 50, 90], spacing: 20, within: 0...100) == [10, 50, 90])
  }

  @Test func pushesLabelsApartAsLittleAsPossible() {
    #expect(LabelPlacement.spread([50, 54], spacing: 20, within: 0...100) == [42, 62])
    #expect(LabelPlacement.spread([54, 50], spacing: 20, within: 0...100) == [62, 42])
    #expect(LabelPlacement.spread([50, 50, 50], spacing: 20, within: 0...100) == [30, 50, 70])
  }

  @Test func keepsLabelsInBounds() {
    #expect(LabelPlacement.spread([99, 98], spacing: 20, within: 0...100) == [100, 80])
    #expect(LabelPlacement.spread([-5], spacing: 20, within: 0...100) == [0])
  }

  @Test func givesUpWhenThereIsNoRoom() {
    #expect(LabelPlacement.spread([1, 2, 3], spacing: 60, within: 0...100) == nil)
    #expect(LabelPlacement.spread([], spacing: 60, within: 0...100) == [])
  }

  @Test func neverLetsLabelsOverlap() throws {
    for seed in 0..<500 {
      var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
      let wishes = (0..<(seed % 12)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 40) / Double(1 << 24) * 300 - 25
      }
      let places = try #require(LabelPlacement.spread(wishes, spacing: 19, within: 0...250))
        .sorted()
      #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= 19 - 1e-9 }, "seed \(seed)")
      #expect(places.allSatisfy { (-1e-9...250 + 1e-9).contains($0) }, "seed \(seed)")
    }
  }
}

@Suite struct DecimationTests {
  @Test func keepsTheEndsAndThePeaksOfEachColumn() {
    let points = (0..<1_000).map { index in
      PlotPoint(x: Double(index) / 100, y: index == 537 ? -9 : index == 541 ? 9 : 0, index: index)
    }
    let kept = Decimation.thin(points)
    #expect(kept.count <= 40)
    #expect(kept.contains { $0.index == 537 } && kept.contains { $0.index == 541 })
    #expect(kept.first?.index == 0 && kept.last?.index == 999)
    #expect(kept.map(\.index) == kept.map(\.index).sorted())
  }
}
