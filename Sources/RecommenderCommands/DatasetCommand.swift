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

  private var catalogue: DatasetCatalogue { .standard }

  func validate() throws {
    guard let name else {
      if fetch { throw ValidationError("'--fetch' needs the name of a dataset") }
      return
    }
    guard catalogue.names.contains(name) else {
      throw ValidationError(
        "No dataset is named '\(name)'; there are \(catalogue.names.joined(separator: ", "))")
    }
    if fetch, catalogue[name] == nil {
      throw ValidationError("'\(name)' is generated, so there is nothing to fetch")
    }
  }

  func run(_ interrupts: Interrupts) async throws {
    let store = DatasetStore()
    guard let name else {
      list(store)
      return
    }
    guard let entry = catalogue[name] else {
      print(Self.planted)
      return
    }
    if fetch { try await get(entry, from: store, interrupts) }
    print(description(of: entry, in: store))
  }

  // MARK: Telling

  private static var planted: String {
    """
    planted — ratings made in place of factors that are known, without a network

    A notebook that loads it says how much of it: 'users' (1000), 'items' (800), 'ratings' (80000),
    'factors' (5 genres) and 'noise' (0.3 stars). The same seed gives the same ratings.
    """
  }

  private func list(_ store: DatasetStore) {
    let width = catalogue.names.map(\.count).max() ?? 0
    for name in catalogue.names {
      let entry = catalogue[name]
      let mark = entry.map { store.place(of: $0) != nil } ?? true ? "*" : " "
      let summary = entry?.summary ?? "80,000 ratings of 800 films by 1,000 users, generated"
      print("\(mark) \(name.padded(to: width))  \(summary)")
    }
    print("\n* already downloaded. \(Tool.name) data NAME describes one; --fetch downloads it.")
  }

  private func description(of entry: DatasetEntry, in store: DatasetStore) -> String {
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
    _ entry: DatasetEntry, from store: DatasetStore, _ interrupts: Interrupts
  ) async throws {
    let display = DownloadDisplay(isTerminal: isTerminal)
    let task = Task { [display] in
      try await store.ratings(entry.name, limit: 1) { event in
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
