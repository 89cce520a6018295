import Bounds
import Testing

@testable import Operations

@Suite struct BoundsTests {
  private struct Sample: Settings, Hashable {
    @Bounded(in: 1...3) var stepCount = 2
    @Bounded(in: .above(0)) var rate: Double? = nil
    @Bounded(each: 1...9, count: 1...) var widths = [4]
    @Bounded(in: 0..<1) var share = 0.5
    @Bounded(in: Interval()) var mean = 0.0
    var name = ""
  }

  @Test(arguments: [
    (Interval<Double>(), "", [-1e308, 0, 1e308], []),
    ((0...).interval, "at least 0", [0, 1], [-1]),
    ((...2).interval, "at most 2", [-9, 2], [2.5]),
    ((1...2).interval, "between 1 and 2", [1, 1.5, 2], [0.9, 2.1]),
    ((0..<1).interval, "at least 0 and below 1", [0, 0.9], [-0.1, 1]),
    (.above(0), "above 0", [.leastNonzeroMagnitude], [0, -1]),
    (.above(0, upTo: 1), "above 0 and at most 1", [0.1, 1], [0, 1.1]),
  ]) func knowsItsNumbers(
    _ interval: Interval<Double>, _ words: String, _ inside: [Double], _ outside: [Double]
  ) {
    #expect(interval.words { $0.yaml } ?? "" == words)
    for number in inside { #expect(interval.contains(number)) }
    for number in outside { #expect(!interval.contains(number)) }
    #expect(!interval.contains(.nan) || interval == Interval())
  }

  @Test func findsWhatIsOutOfBounds() {
    #expect(Sample().outOfBounds == nil)
    func expect(_ name: String, _ change: (inout Sample) -> Void) {
      var sample = Sample()
      change(&sample)
      #expect(sample.outOfBounds == name)
    }
    expect("step-count") { $0.stepCount = 4 }
    expect("rate") { $0.rate = 0 }
    expect("rate") { $0.rate = .infinity }
    expect("widths") { $0.widths = [] }
    expect("widths") { $0.widths = [4, 10] }
    expect("share") { $0.share = 1 }
    expect("mean") { $0.mean = .nan }
    var sample = Sample()
    sample.rate = .leastNonzeroMagnitude
    #expect(sample.outOfBounds == nil)
  }

  private struct Group: ParameterGroup {
    @Parameter("How many.", \Sample.$stepCount) var stepCount
    @Parameter("How long.", \Sample.$rate) var rate
    @Parameter("How wide.", \Sample.$widths) var widths
    @Parameter("How much.", \Sample.$share, when: "name", is: "a") var share: Double?
    @Parameter("What it is called.", \Sample.name, of: Self.named) var name

    static var named: Sample {
      var sample = Sample()
      sample.name = "a"
      return sample
    }
  }

  @Test func takesDefaultsAndBoundsFromSettings() {
    let declarations = Declarations(of: Group()).all.map { $0.wrapper.declaration(named: $0.name) }
    #expect(
      declarations.map { "\($0.name): \($0.expectation) (\($0.fallbackDescription))" } == [
        "step-count: a whole number, between 1 and 3 (`2`)",
        "rate: a number, above 0 (none)",
        "widths: a list of at least 1, each a whole number, between 1 and 9 (`[4]`)",
        "share: a number, at least 0 and below 1 (`0.5` for `a`)", "name: text (`a`)",
      ])
    let put = Group().put(into: Sample())
    #expect(put == Group.named)
    #expect(Declarations(of: Group()).facts.first { $0.name == "share" }?.value == .real(0.5))
  }
}
