import ArgumentParser
import LinearAlgebra

/// Time of the normal equations by number of unknowns.
struct KernelBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Measure the kernels of least squares on one thread.")

  @Option(help: "How many ratings a row has.")
  var ratings = 100
  @Option(help: "How many rows to solve for each number of unknowns.")
  var rows = 2000

  func run() throws {
    for unknowns in [3, 7, 11, 15, 19, 23, 27, 31, 35, 41, 51, 65, 101, 129] {
      let tiles = microseconds(unknowns, .tiles)
      let library = microseconds(unknowns, .library)
      let chosen = microseconds(unknowns, nil)
      print("\(unknowns) unknowns: tiles \(tiles), library \(library), chosen \(chosen) µs a row")
    }
  }

  private func microseconds(_ unknowns: Int, _ method: NormalEquations.Method?) -> String {
    let equations = NormalEquations(unknowns: unknowns, method: method)
    let gramSize = equations.width * equations.groups
    let panel = ScratchMemory(repeating: SIMD4<Float>.zero, count: ratings * equations.groups)
    let source = RandomSource(seed: 1, purpose: "benchmark")
    for rating in 0..<ratings {
      var random = source.sequence(row: rating)
      for unknown in 0..<unknowns {
        panel.pointer[rating * equations.groups + unknown / 4][unknown % 4] =
          Float(random.normal())
      }
    }
    let gram = ScratchMemory(repeating: SIMD4<Float>.zero, count: gramSize)
    let x = ScratchMemory(repeating: Float(0), count: equations.width)
    let scratch = ScratchMemory(repeating: Float(0), count: 2 * equations.width)
    let duration = ContinuousClock().measure {
      for _ in 0..<rows {
        gram.pointer.update(repeating: .zero, count: gramSize)
        equations.addGram(of: panel.pointer, count: ratings, to: gram.pointer)
        _ = try? equations.solve(
          gram.pointer, regularization: 1, into: x.pointer, scratch: scratch.pointer)
      }
    }
    let each = duration / .microseconds(1) / Double(rows)
    return "\((each * 100).rounded() / 100)"
  }
}
