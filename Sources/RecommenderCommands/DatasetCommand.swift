import ArgumentParser
import NotebookCommands
import RecommenderOperations
import Recommenders

struct DatasetCommand<Tool: NotebookTool>: LongCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "data",
      abstract: "Lists the datasets that can be loaded by name, and downloads them.")
  }

  @Argument(help: "A dataset to describe.")
  var name: String?

  @Flag(help: "Download the dataset, unless it is already here.")
  var fetch = false

  private var store: DatasetStore { Tool.operations.datasets }
  private var catalogue: DatasetCatalogue { store.catalogue }

  func validate() throws {
    guard let name else {
      if fetch { throw ValidationError("'--fetch' needs the name of a dataset") }
      return
    }
    guard catalogue.names.contains(name) else {
      throw ValidationError(
        "No dataset is named '\(name)'; there are \(catalogue.names.joined(separator: ", "))")
    }
    if fetch, case .generated = catalogue[name] {
      throw ValidationError("'\(name)' is generated, so there is nothing to fetch")
    }
  }

  func run(_ interrupts: Interrupts) async throws {
    guard let entry = name.flatMap({ catalogue[$0] }) else {
      list(store)
      return
    }
    switch entry {
    case .generated(let dataset): print(description(of: dataset))
    case .archived(let dataset):
      if fetch { try await get(dataset, from: store, interrupts) }
      print(description(of: dataset, in: store))
    }
  }

  // MARK: Telling

  private func description(of dataset: GeneratedDataset) -> String {
    let made = dataset.configuration
    return """
      \(dataset.name) — ratings made in place of factors that are known, without a network

      A notebook that loads it says how much of it: 'users' (\(made.users)), 'items' \
      (\(made.items)), 'ratings' (\(made.ratings)),
      'factors' (\(made.factors) genres) and 'noise' (\(made.noise) stars). The same seed gives \
      the same ratings.
      """
  }

  private func list(_ store: DatasetStore) {
    let width = catalogue.names.map(\.count).max() ?? 0
    for entry in catalogue.entries {
      var isHere = true
      if case .archived(let dataset) = entry { isHere = store.place(of: dataset) != nil }
      print("\(isHere ? "*" : " ") \(entry.name.padded(to: width))  \(entry.summary)")
    }
    print("\n* already downloaded. \(Tool.name) data NAME describes one; --fetch downloads it.")
  }

  private func description(of entry: ArchivedDataset, in store: DatasetStore) -> String {
    var lines = ["\(entry.name) — \(entry.summary)", "", entry.license, ""]
    lines.append(
      store.place(of: entry).map { "It is in '\($0)'." }
        ?? "It is not downloaded yet; loading it, or '\(Tool.name) data \(entry.name) --fetch', gets it from:"
    )
    for source in entry.sources {
      let size = source.archiveSize.map { ", \(($0 + 500_000) / 1_000_000) MB" } ?? ""
      lines.append("  \(source.location.inWords)\(size)")
      if let digest = source.archiveMD5 { lines.append("    MD5 \(digest)") }
    }
    lines.append("Files used:")
    for file in [entry.ratings, entry.titles].compactMap({ $0 }) {
      lines.append(
        "  \(file.name): "
          + (file.identity.map { "\($0.size) bytes, SHA-256 \($0.sha256)" }
            ?? "its SHA-256 is recorded on the first download"))
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Fetching

  private func get(
    _ entry: ArchivedDataset, from store: DatasetStore, _ interrupts: Interrupts
  ) async throws {
    let display = DownloadDisplay(isTerminal: isTerminal)
    let task = Task { [display] in
      try await store.ratings(of: entry, limit: 1) { event in
        try Task.checkCancellation()
        display.show(event)
      }
    }
    interrupts.hold { task.cancel() }
    defer { interrupts.release() }
    do {
      _ = try await task.value
      display.end()
    } catch is CancellationError {
      display.end()
      throw interrupts.received.map(ExitStatus.ended) ?? .failed
    } catch let error as DatasetError {
      display.end()
      printError("error: \(error.inWords)")
      throw ExitStatus.failed
    }
  }
}

/// Shows what happens while a dataset is got: a line that changes on a terminal, else a line for
/// each source.
private struct DownloadDisplay: Sendable {
  let isTerminal: Bool

  func show(_ event: DatasetEvent) {
    switch event {
    case .received(let bytes, let total):
      guard isTerminal else { return }
      let share = total.map { " of \($0 / 1_000_000)" } ?? ""
      writeError("\r\u{1B}[K\(bytes / 1_000_000)\(share) MB")
    case .reading: break
    default:
      end()
      if let words = event.inWords { printError(words) }
    }
  }

  /// Empties the line that changes.
  func end() {
    if isTerminal { writeError("\r\u{1B}[K") }
  }
}
