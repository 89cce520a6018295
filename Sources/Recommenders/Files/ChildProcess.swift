import Subprocess

/// Runs other programs, without a shell.
enum ChildProcess {
  /// How a program ended.
  struct Outcome {
    /// Its exit status, or the number of the signal that ended it, negative.
    var status: Int32
    /// What it wrote to its standard error.
    var message: String
  }

  /// Runs a program until it ends.
  ///
  /// - Parameters:
  ///   - name: the program's name, looked up in the search path.
  ///   - arguments: what follows the name.
  ///   - searchPath: where to look instead of the process's own `PATH`.
  /// - Returns: nil if there is no such program.
  /// - Throws: `CancellationError` if the task is cancelled; the program has then ended.
  static func run(_ name: String, _ arguments: [String], searchPath: String?) async throws
    -> Outcome?
  {
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
    let environment: Environment =
      searchPath.map { .inherit.updating(["PATH": $0]) } ?? .inherit
    do {
      let result = try await Subprocess.run(
        .name(name), arguments: Arguments(arguments), environment: environment,
        platformOptions: options, output: .discarded, error: .string(limit: 1 << 20))
      try Task.checkCancellation()
      let status: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
      return Outcome(status: status, message: result.standardError)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return nil
    } catch let error as SubprocessError {
      return Outcome(status: -1, message: "\(error)")
    }
  }
}
