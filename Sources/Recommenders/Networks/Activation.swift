public import LinearAlgebra

/// A function of each number on its own.
public struct Activation: Layer {
  public enum Function: String, Sendable, Hashable, CaseIterable {
    /// max(x, 0).
    case relu
    /// x above 0, exp(x) − 1 below.
    case elu
    case tanh
    /// 1 / (1 + exp(−x)).
    case sigmoid
  }

  public var function: Function
  private var output = Matrix<Float>(rowCount: 0, columnCount: 0)

  public init(_ function: Function) { self.function = function }

  public mutating func forward(_ input: Matrix<Float>, _ phase: Phase) -> Matrix<Float> {
    output =
      switch function {
      case .relu: mapElements(input) { $0 < 0 ? 0 : $0 }
      case .elu:
        mapElements(input) { x in
          let (above, below) = parts(x)
          return above + (exponential(below) - 1)
        }
      // tanh(x) = 2·sigmoid(2x) − 1
      case .tanh: mapElements(input) { 2 / (1 + exponential(-2 * $0)) - 1 }
      case .sigmoid: mapElements(input) { 1 / (1 + exponential(-$0)) }
      }
    return output
  }

  public mutating func backward(_ gradient: Matrix<Float>) -> Matrix<Float> {
    // All derivatives are known from the output y.
    switch function {
    case .relu: mapElements(gradient, output) { $1 > 0 ? $0 : 0 }
    case .elu: mapElements(gradient, output) { $0 * (($1 > 0 ? 0 : $1) + 1) }
    case .tanh: mapElements(gradient, output) { $0 * (1 - $1 * $1) }
    case .sigmoid: mapElements(gradient, output) { $0 * $1 * (1 - $1) }
    }
  }
}
