import Operations
import TestSupport
import Testing

@testable import Reports

/// Plots of all kinds out of numbers of all kinds.
struct RandomPlots {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 11
  }

  private mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
  private mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }
  private mutating func unit() -> Double { Double(next() & 0xFFFF_FFFF) / 4_294_967_296 }

  /// Numbers of one nature, with some among them that are of none.
  private mutating func numbers(_ count: Int) -> [Double] {
    let scale = [1, 1, 1e-300, 1e300, 1e-3, 1e6, .greatestFiniteMagnitude, .leastNonzeroMagnitude][
      below(8)]
    let offset = chance(3) ? scale : 0
    let nature = below(5)
    let hasHoles = chance(3)
    return (0..<count).map { index in
      if hasHoles, chance(4) {
        return [.nan, .infinity, -.infinity, 0, -1, -scale][below(6)]
      }
      return switch nature {
      case 0: scale
      case 1: Double(index)
      case 2: (unit() - 0.5) * scale
      case 3: unit() * scale / 2 + offset / 2
      default: unit() * scale
      }
    }
  }

  private mutating func label() -> String {
    [
      "", "loss", "a", "<b> & \"c\"", "a name that is so long that it fits nowhere at all, really",
      "誤差", "loss",
    ][below(7)]
  }

  private mutating func axis() -> Plot.Axis {
    Plot.Axis(label(), chance(3) ? .logarithmic : .linear)
  }

  private mutating func count() -> Int { [0, 1, 2, 3, 8, 30, 60, 500][below(8)] }

  private mutating func mark() -> Plot.Mark {
    let count = count()
    switch below(4) {
    case 0: return .line(Plot.Line(label(), x: numbers(count), y: numbers(count)))
    case 1: return .points(Plot.Points(label(), x: numbers(count), y: numbers(count)))
    case 2:
      let x = (0..<count).map(Double.init)
      return .band(
        Plot.Band(
          label(), x: chance(2) ? x : numbers(count), low: numbers(count),
          high: numbers(count)))
    default:
      guard count > 1 else { return .histogram(Plot.Histogram(label(), edges: [], counts: [])) }
      let edges = chance(2) ? numbers(count).sorted() : numbers(count)
      let counts = (1..<count).map { _ in chance(4) ? 0 : below(1_000_000) }
      return .histogram(
        Plot.Histogram(label(), edges: edges, counts: counts, omittedCount: below(3)))
    }
  }

  mutating func plot() -> Plot {
    switch below(4) {
    case 0, 1:
      let marks = (0..<below(5)).map { _ in mark() }
      return Plot("p", x: axis(), y: axis(), marks: marks)
    case 2:
      let count = [0, 1, 4, 9, 70][below(5)]
      let groups = (0..<below(4)).map { _ in Plot.Bars.Group(label(), numbers(count)) }
      let names = (0..<count).map { index in chance(3) ? label() : "\(index)" }
      return Plot(
        "p", bars: Plot.Bars(label(), categories: names, axis: axis(), groups: groups))
    default:
      let rows = (0..<[0, 1, 5, 60][below(4)]).map { _ in label() }
      let columns = (0..<[0, 1, 7, 110][below(4)]).map { "\($0)" }
      let centre = numbers(1)[0]
      return Plot(
        "p",
        heatMap: Plot.HeatMap(
          axis(), rows: rows, columns: columns, values: numbers(rows.count * columns.count),
          colours: chance(2) ? .sequential : .diverging(around: centre)))
    }
  }
}

@Suite struct PlotPropertyTests {
  @Test func drawsAnythingWithinItsBounds() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = RandomPlots(seed: seed)
      let plot = random.plot()
      let markup = PlotRenderer(plot).svg(identifier: "p", title: "t").markup
      #expect(throws: Never.self, "seed \(seed)") { try DrawnPlot(markup).check() }
      #expect(!DrawnPlot.description(in: markup).isEmpty, "seed \(seed)")
      let german = PlotRenderer(plot, words: .german).svg(identifier: "p", title: "t").markup
      #expect(throws: Never.self, "seed \(seed)") { try DrawnPlot(german).check() }
    }
  }

  @Test func tabulatesAnything() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomPlots(seed: seed)
      for table in PlotTable(random.plot()).tables {
        let markup = TableRenderer(table).render(caption: [], label: "t", hasFile: true).markup
        #expect(throws: Never.self, "seed \(seed)") { try WellFormed.check(markup) }
      }
    }
  }

  @Test func hasTicksThatAscendWithinTheAxis() {
    for seed in 0..<300 as Range<UInt64> {
      var random = RandomPlots(seed: seed)
      guard case .marks(let marks, let x, let y) = random.plot().drawing else { continue }
      let plot = MarkPlot(marks, x: x, y: y, words: .english)
      for scale in [plot.x, plot.y] {
        let values = scale.ticks.ticks.map(\.value)
        #expect(zip(values, values.dropFirst()).allSatisfy(<), "seed \(seed): \(values)")
        #expect(
          scale.places.allSatisfy { tick in
            let (low, high) = (
              min(scale.pixels.lower, scale.pixels.upper),
              max(scale.pixels.lower, scale.pixels.upper)
            )
            return tick.place >= low - 0.01 && tick.place <= high + 0.01
          }, "seed \(seed): \(scale.places)")
      }
    }
  }

  @Test func saysHowMuchIsLeftOut() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = RandomPlots(seed: seed)
      let plot = random.plot()
      guard case .marks(let marks, let x, let y) = plot.drawing else { continue }
      let missing = marks.reduce(0) { $0 + Self.missing($1, x.scale, y.scale) }
      let markup = PlotRenderer(plot).svg(identifier: "p", title: "t").markup
      let note = PlotWords.english.note(notShown: missing)
      #expect(markup.contains("class=\"note\"") == (note != nil), "seed \(seed)")
      if let note { #expect(markup.contains(note), "seed \(seed): \(note)") }
    }
  }

  /// Counted the plain way.
  private static func missing(
    _ mark: Plot.Mark, _ x: Plot.Axis.Scale, _ y: Plot.Axis.Scale
  ) -> Int {
    switch mark {
    case .line(let line):
      return zip(line.x, line.y).count { !x.shows($0) || !y.shows($1) }
    case .points(let points):
      return zip(points.x, points.y).count { !x.shows($0) || !y.shows($1) }
    case .band(let band):
      return band.x.indices.count {
        !x.shows(band.x[$0]) || !band.low[$0].isFinite || !y.shows(band.high[$0])
      }
    case .histogram(let histogram):
      return histogram.counts.indices.reduce(histogram.omittedCount) { sum, bin in
        let (low, high) = (histogram.edges[bin], histogram.edges[bin + 1])
        return x.shows(low) && x.shows(high) && low < high ? sum : sum + histogram.counts[bin]
      }
    }
  }
}
