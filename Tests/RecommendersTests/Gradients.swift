import LinearAlgebra
import Testing

@testable import Recommenders

/// Expects that the gradients of something's weights are the differences of its loss.
///
/// The closure `loss` finds the gradients, and returns the loss without penalties.
func expectGradient<Subject>(
  of subject: Subject, forEachWeights: (inout Subject, (inout Weights) -> Void) -> Void,
  sourceLocation: SourceLocation = #_sourceLocation, _ loss: (inout Subject) -> Double
) {
  var base = subject
  _ = loss(&base)
  var gradients: [[Float]] = []
  forEachWeights(&base) { gradients.append($0.gradient.elements) }
  #expect(!gradients.isEmpty, sourceLocation: sourceLocation)
  let step: Float = 1e-2
  for (number, gradient) in gradients.enumerated() {
    for index in gradient.indices {
      func lossWhereWeightMoves(by difference: Float) -> Double {
        var moved = subject
        var current = 0
        forEachWeights(&moved) { weights in
          if current == number { weights.values.elements[index] += difference }
          current += 1
        }
        return loss(&moved)
      }
      // Central differences of two step lengths, extrapolated: the error is of fourth order.
      let wide = (lossWhereWeightMoves(by: 2 * step) - lossWhereWeightMoves(by: -2 * step)) / 4
      let narrow = (lossWhereWeightMoves(by: step) - lossWhereWeightMoves(by: -step)) / 2
      let slope = (4 * narrow - wide) / 3 / Double(step)
      #expect(
        abs(slope - Double(gradient[index])) < 2e-3 * max(1, abs(slope)),
        "weight \(index) of matrix \(number)", sourceLocation: sourceLocation)
    }
  }
}
