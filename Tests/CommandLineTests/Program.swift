import Foundation

/// The program that was built with the tests, and what it did when it was run.
struct Program {
  var exitCode: Int32
  var output: String
  var errors: String

  /// Runs the program in a folder.
  ///
  /// - Parameters:
  ///   - arguments: what stands behind its name.
  ///   - folder: where it runs.
  ///   - environment: what it has besides the tests' own environment.
  ///   - preparation: a command of the shell that comes before it, such as a limit.
  /// - Returns: what came of it.
  /// - Throws: what keeps it from being run.
  static func run(
    _ arguments: String..., in folder: String, environment: [String: String] = [:],
    after preparation: String? = nil
  ) throws -> Program {
    try run(arguments, in: folder, environment: environment, after: preparation)
  }

  /// The file of the program.
  static var file: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(component: "nbrun")
  }

  /// Runs the program in a folder, with arguments of any number, at another path if one is given.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:],
    after preparation: String? = nil, at path: String? = nil
  ) throws -> Program {
    // Files rather than pipes, which fill up.
    let files = ["stdout", "stderr"].map {
      URL(fileURLWithPath: folder).appending(component: ".\($0)-\(UUID())")
    }
    for file in files { try Data().write(to: file) }
    let process = process(arguments, in: folder)
    if let path { process.executableURL = URL(fileURLWithPath: path) }
    if let preparation, let program = process.executableURL {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", "\(preparation); exec \"$0\" \"$@\"", program.path] + arguments
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    for file in files { try FileManager.default.removeItem(at: file) }
    return Program(exitCode: process.terminationStatus, output: texts[0], errors: texts[1])
  }

  /// Starts the program and doesn't wait for it; what it writes is lost.
  static func start(_ arguments: [String], in folder: String) throws -> Process {
    let process = process(arguments, in: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static func process(_ arguments: [String], in folder: String) -> Process {
    let process = Process()
    process.executableURL = file
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    return process
  }
}
