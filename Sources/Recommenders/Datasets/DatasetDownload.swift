/// Gets archives by programs that most machines have: `curl`, and `pip` by one of its names.
struct DatasetDownload: Sendable {
  /// Where to look for the programs instead of `PATH`.
  var searchPath: String?

  /// Gets the archive of a source into a directory that is empty.
  func callAsFunction(_ source: DatasetSource, into directory: String) async throws {
    switch source.location {
    case .url(let url):
      try await run(
        [["curl"]],
        [
          "--fail", "--location", "--proto", "=https", "--silent", "--show-error",
          "--connect-timeout", "10", "--speed-limit", "1024", "--speed-time", "30",
          // Should this process be killed, the program ends all the same.
          "--max-time", "1800",
          "--max-filesize", String(source.sizeLimit), "--output", directory + "/archive", url,
        ])
    case .pythonPackage(let package, let version):
      try await run(
        [["pip3"], ["pip"], ["python3", "-m", "pip"]],
        [
          "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps",
          "--only-binary", ":all:", "--timeout", "10", "--retries", "1", "--dest", directory,
          "\(package)==\(version)",
        ])
    }
  }

  /// Runs the first program that there is.
  private func run(_ commands: [[String]], _ arguments: [String]) async throws {
    for command in commands {
      let outcome = try await ChildProcess.run(
        command[0], command.dropFirst() + arguments, searchPath: searchPath)
      guard let outcome else { continue }
      guard outcome.status == 0 else {
        throw DatasetFailure.programFailed(
          command[0], status: outcome.status, message: lastWords(of: outcome.message))
      }
      return
    }
    throw DatasetFailure.noProgram(commands.map { $0.joined(separator: " ") })
  }

  /// The lines that tell of an error, or else the last ones, cut short.
  private func lastWords(of message: String) -> String {
    let lines = message.split(whereSeparator: \.isNewline).map(String.init)
    let errors = lines.filter { $0.uppercased().contains("ERROR") }
    return String((errors.isEmpty ? lines : errors).suffix(3).joined(separator: "\n").suffix(500))
  }
}
