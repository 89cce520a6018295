import ArgumentParser

/// Measures how fast the kernels are: `swift run -c release benchmarks`.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks", abstract: "Measure how fast the algorithms are.",
    discussion: "Build in release mode, and compare only figures from one run.",
    subcommands: [
      ALSBenchmark.self, BPMFBenchmark.self, KernelBenchmark.self, LoadBenchmark.self,
      NetworkBenchmark.self,
    ])
}
