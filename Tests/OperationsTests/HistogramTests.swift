import Operations
import Testing

@Suite struct HistogramTests {
  @Test func countsLowerEdgesAndTheLastUpperOne() {
    let values = [0, 0.5, 1, 1, 2, 3, 3.5, 4, -0.1, 4.1, .nan, .infinity]
    let histogram = Plot.Histogram("h", of: values, edges: [0, 1, 3, 4])
    #expect(histogram.counts == [2, 3, 3])
    #expect(histogram.omittedCount == 4)
  }

  @Test func countsAsAPlainLoopDoes() {
    var state: UInt64 = 7
    func unit() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
    for _ in 0..<200 {
      let edges = Set((0..<(2 + Int(unit() * 9))).map { _ in (unit() * 10).rounded() }).sorted()
      guard edges.count >= 2 else { continue }
      let values = (0..<50).map { _ in (unit() * 22).rounded() / 2 }
      let histogram = Plot.Histogram("h", of: values, edges: edges)
      let last = edges.count - 2
      let plain = (0...last).map { bin in
        values.count {
          edges[bin] <= $0 && ($0 < edges[bin + 1] || bin == last && $0 == edges[bin + 1])
        }
      }
      #expect(histogram.counts == plain)
      #expect(histogram.omittedCount == values.count - plain.reduce(0, +))
    }
  }
}
