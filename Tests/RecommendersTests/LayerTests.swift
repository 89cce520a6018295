import Foundation
import LinearAlgebra
import Testing

@testable import Recommenders

/// What each layer computes, and its gradient against differences.
struct LayerTests {
  /// A layer to try, for inputs of four columns.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var layer: any Layer
  }

  private static let source = RandomSource(seed: 3, purpose: "test.layers")

  static let cases: [Case] =
    Activation.Function.allCases.map { Case(testDescription: "\($0)", layer: Activation($0)) } + [
      Case(testDescription: "dense", layer: Dense(inputs: 4, outputs: 3, random: source)),
      Case(testDescription: "dropout", layer: Dropout(rate: 0.4, random: source)),
      Case(testDescription: "batch normalization", layer: BatchNormalization(columns: 4)),
      Case(
        testDescription: "sequence",
        layer: LayerSequence([
          Dense(inputs: 4, outputs: 5, random: source), BatchNormalization(columns: 5),
          Activation(.elu), Dropout(rate: 0.2, random: source, layer: 1),
          Dense(inputs: 5, outputs: 2, random: source, layer: 1), Activation(.sigmoid),
        ])),
    ]

  /// Normal numbers.
  private static func batch(_ rows: Int, _ columns: Int, _ number: Int = 0) -> Matrix<Float> {
    var random = source.sequence(epoch: 100, row: number)
    return Matrix(
      rowCount: rows, columnCount: columns,
      elements: (0..<rows * columns).map { _ in Float(random.normal()) })
  }

  @Test(arguments: cases, [Phase.training(step: 1), .prediction])
  func theGradientIsThatOfTheOutput(of subject: Case, phase: Phase) {
    struct Probe {
      var layer: any Layer
      var input: Weights
    }
    var probe = Probe(layer: subject.layer, input: Weights(Self.batch(6, 4)))
    // Where a rectifier has its kink there is no derivative.
    for index in probe.input.values.elements.indices {
      if abs(probe.input.values.elements[index]) < 0.1 { probe.input.values.elements[index] = 0.3 }
    }
    probe.layer.forEachWeights { weights in
      for index in weights.values.elements.indices {
        weights.values.elements[index] += Float(index % 3) * 0.1
      }
    }
    expectGradient(
      of: probe,
      forEachWeights: { probe, body in
        body(&probe.input)
        probe.layer.forEachWeights(body)
      }
    ) { probe in
      // The loss Σ c·y, whose gradient by y is c.
      let output = probe.layer.forward(probe.input.values, phase)
      let coefficients = Self.batch(output.rowCount, output.columnCount, 1)
      probe.input.gradient = probe.layer.backward(coefficients)
      return zip(output.elements, coefficients.elements).reduce(0) {
        $0 + Double($1.0) * Double($1.1)
      }
    }
  }

  @Test func theGradientsOfMergersAreThoseOfTheirOutput() {
    struct Probe {
      var a: Weights
      var b: Weights
      var table: Embedding
      var dot = Dot()
      var concatenate = Concatenate()
    }
    let probe = Probe(
      a: Weights(Self.batch(5, 3)), b: Weights(Self.batch(5, 3, 1)),
      table: Embedding(Weights(Self.batch(4, 1, 2))))
    expectGradient(
      of: probe,
      forEachWeights: { probe, body in
        body(&probe.a)
        body(&probe.b)
        body(&probe.table.weights)
      }
    ) { probe in
      let add = Add()
      let product = probe.dot.forward(probe.a.values, probe.b.values)
      let output = probe.concatenate.forward(
        add.forward([product, probe.table.forward([3, 0, 3, 1, 3])]), probe.a.values)
      let loss = MeanSquaredError(
        output, target: Self.batch(5, 4, 3), mask: Self.batch(5, 4, 4).masked)
      let (sum, direct) = probe.concatenate.backward(loss.gradient)
      let terms = probe.dot.backward(add.backward(sum))
      probe.table.backward(sum)
      probe.a.gradient = add.forward([terms.a, direct])
      probe.b.gradient = terms.b
      return loss.value
    }
  }

  @Test(arguments: Activation.Function.allCases)
  func activationsAreWhatTheyAreCalled(function: Activation.Function) {
    let numbers: [Float] = [-200, -30, -3, -1, -0.25, -1e-4, 0, 1e-4, 0.5, 1, 2, 30, 200]
    var layer = Activation(function)
    let output = layer.forward(
      Matrix(rowCount: 1, columnCount: numbers.count, elements: numbers), .prediction)
    for (x, y) in zip(numbers.map { Double($0) }, output.elements) {
      let expected =
        switch function {
        case .relu: max(x, 0)
        case .elu: x > 0 ? x : exp(x) - 1
        case .tanh: tanh(x)
        case .sigmoid: 1 / (1 + exp(-x))
        }
      #expect(abs(Double(y) - expected) < 2e-7 * max(1, abs(expected)), "\(x)")
    }
    #expect(
      layer.forward(Matrix(rowCount: 1, columnCount: 1, elements: [.nan]), .prediction)
        .elements[0].isNaN)
  }

  @Test func theExponentialIsTheLibrarys() {
    var random = Self.source.sequence()
    for _ in 0..<2000 {
      let x = Float(87 * (2 * random.uniform() - 1))
      let expected = exp(Double(x))
      #expect(abs(Double(exponential(x)) - expected) < 2.4e-7 * expected)
    }
  }

  @Test func dropoutScalesWhatItKeeps() {
    let ones = Matrix<Float>(
      rowCount: 100, columnCount: 100, elements: Array(repeating: 1, count: 10_000))
    var layer = Dropout(rate: 0.75, random: Self.source)
    let first = layer.forward(ones, .training(step: 1)).elements
    #expect(Set(first) == [0, 4])
    // The count has a standard deviation of 43.
    #expect(abs(first.filter { $0 != 0 }.count - 2500) < 200)
    #expect(layer.forward(ones, .training(step: 2)).elements != first)
    #expect(layer.forward(ones, .training(step: 1)).elements == first)
    #expect(layer.forward(ones, .prediction).elements == ones.elements)
    let part = Matrix<Float>(rowCount: 7, columnCount: 100, elements: Array(ones.elements[..<700]))
    #expect(
      layer.forward(part, .training(step: 1, firstRow: 33)).elements == Array(first[3300..<4000]))
    var other = Dropout(rate: 0.75, random: Self.source, layer: 1)
    #expect(other.forward(ones, .training(step: 1)).elements != first)
  }

  @Test func batchNormalizationRemembersItsBatches() {
    // Columns (1, 3) and (−2, 2): means 2 and 0, variances 1 and 4.
    let batch = Matrix<Float>(rowCount: 2, columnCount: 2, elements: [1, -2, 3, 2])
    var layer = BatchNormalization(columns: 2)
    layer.scale.values.elements = [1, 3]
    layer.shift.values.elements = [0, 1]
    let output = layer.forward(batch, .training(step: 1)).elements
    let (a, b) = (1 / 1.001.squareRoot(), 2 / 4.001.squareRoot())
    #expect(isClose(output, [-a, 1 - 3 * b, a, 1 + 3 * b], 1e-6))
    #expect(isClose(layer.movingMean, [0.02, 0], 1e-6))
    #expect(isClose(layer.movingVariance, [1, 1.03], 1e-6))
    let predicted = layer.forward(batch, .prediction).elements
    #expect(isClose([predicted[0]], [(1 - 0.02) / 1.001.squareRoot()], 1e-6))
    #expect(isClose(layer.movingMean, [0.02, 0], 1e-6))
  }

  @Test func kernelsBeginAsGlorotHasIt() {
    let layer = Dense(inputs: 200, outputs: 100, random: Self.source)
    let weights = layer.kernel.values.elements
    let limit = (6.0 / 300).squareRoot()
    #expect(weights.allSatisfy { abs(Double($0)) <= limit })
    #expect(weights.contains { Double($0) > 0.99 * limit })
    let meanSquare = weights.reduce(0) { $0 + Double($1) * Double($1) } / 20_000
    #expect(isClose(meanSquare, limit * limit / 3, 0.03))
    #expect(layer.bias.values.elements.allSatisfy { $0 == 0 })
    let other = Dense(inputs: 200, outputs: 100, random: Self.source, layer: 1)
    #expect(other.kernel.values.elements != weights)
  }

  // MARK: Optimizers

  @Test(
    arguments: [
      Optimizer.sgd(learningRate: 0.08, momentum: 0.9), .adam(learningRate: 0.01),
    ], [0, 0.05])
  func stepsAreThoseOfTheFormulas(optimizer: Optimizer, regularization l: Double) {
    var weights = Weights(Self.batch(1, 5), regularization: l)
    var w = weights.values.elements.map { Double($0) }
    var (a, b) = (Array(repeating: 0.0, count: 5), Array(repeating: 0.0, count: 5))
    for step in 1...20 {
      weights.gradient = Self.batch(1, 5, step)
      weights.update(optimizer, step: step)
      for index in 0..<5 {
        let g = Double(weights.gradient.elements[index]) + 2 * l * w[index]
        switch optimizer {
        case .sgd(let r, let m):
          a[index] = m * a[index] - r * g
          w[index] += a[index]
        case .adam(let r):
          a[index] = 0.9 * a[index] + 0.1 * g
          b[index] = 0.999 * b[index] + 0.001 * g * g
          let rate = r * (1 - pow(0.999, Double(step))).squareRoot() / (1 - pow(0.9, Double(step)))
          w[index] -= rate * a[index] / (b[index].squareRoot() + 1e-7)
        }
      }
    }
    #expect(isClose(weights.values.elements, w, 1e-5))
  }

  @Test(
    arguments: [
      Optimizer.sgd(learningRate: 0.08, momentum: 0.9), .sgd(learningRate: 1.5, momentum: 0.5),
      .adam(learningRate: 0.01),
    ], [0, 0.05, 0.5])
  func skippedStepsAreMadeUpFor(optimizer: Optimizer, regularization: Double) {
    let rule = UpdateRule(optimizer, regularization: regularization, steps: 1..<200)
    for skipped in [0, 1, 2, 7, 150] {
      // A step with a gradient, then some without.
      var gradient = SIMD4<Float>(1, -2, 0.5, 0)
      var zero = SIMD4<Float>.zero
      var dense: [SIMD4<Float>] = [SIMD4(0.5, 1, -1, 2), .zero, .zero]
      dense.withUnsafeMutableBufferPointer { dense in
        guard let weights = dense.baseAddress else { return }
        rule.update(weights, weights + 1, gradient: &gradient, count: 1, step: 1)
      }
      var lazy = dense
      dense.withUnsafeMutableBufferPointer { dense in
        guard let weights = dense.baseAddress else { return }
        for step in 2..<2 + skipped {
          rule.update(weights, weights + 1, gradient: &zero, count: 1, step: step)
        }
      }
      lazy.withUnsafeMutableBufferPointer { lazy in
        guard let weights = lazy.baseAddress else { return }
        rule.skip(weights, weights + 1, count: 1, skipped: 2..<2 + skipped)
      }
      for (vector, expected) in zip(lazy, dense) {
        for lane in 0..<4 {
          #expect(abs(vector[lane] - expected[lane]) < 2e-5, "\(skipped) steps")
        }
      }
    }
  }
}

extension Matrix<Float> {
  /// Zeros and ones at random.
  fileprivate var masked: Matrix<Float> {
    Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements.map { $0 > 0 ? 1 : 0 })
  }
}
