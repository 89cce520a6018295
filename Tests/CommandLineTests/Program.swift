import Foundation

/// The program that was built with the tests, and what it did when it was run.
struct Program {
  var exitCode: Int32
  var output: String
  var errors: String

  /// Runs the program in a folder.
  static func run(
    _ arguments: String..., in folder: String, environment: [String: String] = [:]
  ) throws -> Program {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let process = Process()
    process.executableURL = tests.deletingLastPathComponent().appending(component: "nbrun")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files rather than pipes, which fill up.
    let files = ["stdout", "stderr"].map {
      URL(fileURLWithPath: folder).appending(component: ".\($0)-\(UUID())")
    }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    for file in files { try FileManager.default.removeItem(at: file) }
    return Program(exitCode: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
