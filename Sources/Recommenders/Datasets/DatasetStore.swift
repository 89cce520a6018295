import FoundationEssentials

/// Gets datasets, and keeps them for the next time.
///
/// A file is kept as `<directory>/<dataset>/<name>` and checked by its digest whenever it is read.
/// Files appear there as a whole or not at all, so that processes may share the directory.
public struct DatasetStore: Sendable {
  /// Gets the archive of a source into an empty directory, as its only file.
  ///
  /// Throws a `DatasetFailure` if the source doesn't give it; ends soon if its task is cancelled.
  typealias Download = @Sendable (_ source: DatasetSource, _ directory: String) async throws -> Void

  public var catalogue: DatasetCatalogue
  /// Where datasets are kept; nil to keep nothing.
  public var directory: String?
  private let download: Download
  /// After how long to give a source up.
  private let patience: Duration

  /// - Parameters:
  ///   - catalogue: the datasets there are.
  ///   - directory: where to keep them; by default `defaultDirectory`.
  public init(
    catalogue: DatasetCatalogue = .standard, directory: String? = DatasetStore.defaultDirectory
  ) {
    self.init(catalogue: catalogue, directory: directory) {
      try await DatasetDownload()($0, into: $1)
    }
  }

  /// A store that gets archives in a way of its own.
  init(
    catalogue: DatasetCatalogue, directory: String?, patience: Duration = .seconds(1800),
    download: @escaping Download
  ) {
    self.catalogue = catalogue
    self.directory = directory
    self.patience = patience
    self.download = download
  }

  /// The directory `nbrun/datasets` in `$XDG_CACHE_HOME`, or else in `~/.cache`.
  ///
  /// Nil if neither that nor `$HOME` is an absolute path.
  public static var defaultDirectory: String? {
    defaultDirectory(environment: ProcessInfo.processInfo.environment)
  }

  static func defaultDirectory(environment: [String: String]) -> String? {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      return cache + "/nbrun/datasets"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.cache/nbrun/datasets"
  }

  /// Gets the ratings of a dataset, with the titles of its items.
  ///
  /// - Parameters:
  ///   - name: the name in the catalogue.
  ///   - limit: how many ratings to read, from the start; nil for all.
  ///   - observe: is told what happens, several times a second; throws to cancel.
  /// - Returns: the same table, whichever source it comes from.
  /// - Throws: `DatasetError`, or what `observe` throws.
  nonisolated(nonsending) public func ratings(
    _ name: String, limit: Int? = nil, observe: (DatasetEvent) throws -> Void = { _ in }
  ) async throws -> RatingTable {
    guard let entry = catalogue[name] else {
      throw DatasetError.unknown(name: name, known: catalogue.names)
    }
    let files: Files
    if let kept = try keptFiles(of: entry, observe: observe) {
      files = kept
    } else {
      files = try await fetch(entry, observe: observe)
      try keep(files, of: entry, observe: observe)
    }
    return try table(of: entry, files, limit: limit, observe: observe)
  }

  /// The contents of the files of a dataset, whose digests are right.
  struct Files {
    var ratings: [UInt8]
    var titles: [UInt8]?
  }
}

// MARK: What is kept

extension DatasetStore {
  /// The files as they are kept, if they all are.
  private func keptFiles(
    of entry: DatasetEntry, observe: (DatasetEvent) throws -> Void
  ) throws -> Files? {
    guard let directory = directory(of: entry) else { return nil }
    func content(_ file: DatasetFile) throws -> [UInt8]? {
      let path = "\(directory)/\(file.name)"
      let bytes: [UInt8]
      do {
        bytes = try FileBytes.read(path)
      } catch {
        if error.reason != .missing { try observe(.cacheIsDamaged(path: path)) }
        return nil
      }
      guard bytes.count == file.size, SHA256.digest(of: bytes) == file.sha256 else {
        try observe(.cacheIsDamaged(path: path))
        return nil
      }
      return bytes
    }
    guard let ratings = try content(entry.ratings) else { return nil }
    guard let titleFile = entry.titles else { return Files(ratings: ratings) }
    guard let titles = try content(titleFile) else { return nil }
    return Files(ratings: ratings, titles: titles)
  }

  /// Keeps the files.
  ///
  /// That it can't is told, but no reason to do without them.
  private func keep(
    _ files: Files, of entry: DatasetEntry, observe: (DatasetEvent) throws -> Void
  ) throws {
    guard let directory = directory(of: entry) else { return }
    do {
      try FileBytes.makeDirectory(directory)
      try FileBytes.write(files.ratings, to: "\(directory)/\(entry.ratings.name)")
      if let file = entry.titles, let titles = files.titles {
        try FileBytes.write(titles, to: "\(directory)/\(file.name)")
      }
    } catch {
      try observe(.notKept(path: error.path, errno: error.errno))
    }
  }

  private func directory(of entry: DatasetEntry) -> String? {
    directory.map { "\($0)/\(entry.name)" }
  }

  private func table(
    of entry: DatasetEntry, _ files: Files, limit: Int?, observe: (DatasetEvent) throws -> Void
  ) throws -> RatingTable {
    var table = try RatingTable(
      bytes: files.ratings, sha256: entry.ratings.sha256,
      request: RatingFileRequest(
        path: entry.ratings.name, format: entry.ratingFormat, limit: limit)
    ) { try observe(.reading($0)) }
    table.source.name = entry.name
    table.source.license = entry.license
    if let titles = files.titles, let file = entry.titles {
      try table.setTitles(
        TitleFile(
          bytes: titles, request: TitleFileRequest(path: file.name, format: entry.titleFormat)))
    }
    return table
  }
}

// MARK: Fetching

extension DatasetStore {
  /// The files from the first source that gives them.
  nonisolated(nonsending) private func fetch(
    _ entry: DatasetEntry, observe: (DatasetEvent) throws -> Void
  ) async throws -> Files {
    var attempts: [DatasetAttempt] = []
    for source in entry.sources {
      try observe(.fetching(source.location))
      do {
        return try await files(of: entry, from: source, observe: observe)
      } catch let failure as DatasetFailure {
        let attempt = DatasetAttempt(location: source.location, failure: failure)
        attempts.append(attempt)
        try observe(.failed(attempt))
      }
    }
    throw DatasetError.noSourceAnswers(name: entry.name, attempts: attempts)
  }

  nonisolated(nonsending) private func files(
    of entry: DatasetEntry, from source: DatasetSource, observe: (DatasetEvent) throws -> Void
  ) async throws -> Files {
    let scratch = try scratchDirectory(for: entry)
    defer { scratch.remove() }
    try await download(source, into: scratch, observe: observe)
    let files = scratch.files
    guard let archive = files.first, files.count == 1 else {
      throw DatasetFailure.nothingReceived
    }
    guard archive.size <= source.sizeLimit else {
      throw DatasetFailure.tooLarge("archive", limit: source.sizeLimit)
    }
    try observe(.received(bytes: archive.size))
    return try entry.files(from: source, inArchiveAt: archive.path)
  }

  /// A new directory where datasets are kept, or else where the system keeps passing files.
  private func scratchDirectory(for entry: DatasetEntry) throws -> ScratchDirectory {
    if let directory = directory(of: entry) {
      do {
        try FileBytes.makeDirectory(directory)
        ScratchDirectory.removeAbandoned(in: directory)
        return try ScratchDirectory(in: directory)
      } catch {
        // It will be told that the files can't be kept.
      }
    }
    do {
      return try ScratchDirectory(in: FileManager.default.temporaryDirectory.path)
    } catch {
      throw DatasetFailure.noScratchDirectory(path: error.path, errno: error.errno)
    }
  }

  /// Downloads the archive of a source while the observer is told how much there is of it.
  nonisolated(nonsending) private func download(
    _ source: DatasetSource, into scratch: ScratchDirectory,
    observe: (DatasetEvent) throws -> Void
  ) async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let download = download
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await download(source, scratch.path)
        return true
      }
      func addPause() {
        group.addTask {
          try await Task.sleep(for: .milliseconds(100))
          return false
        }
      }
      addPause()
      while let isDone = try await group.next(), !isDone {
        // What is thrown here cancels the download.
        try observe(.received(bytes: scratch.files.reduce(0) { $0 + $1.size }))
        guard clock.now - start < patience else {
          throw DatasetFailure.tooSlow(seconds: Int(patience.components.seconds))
        }
        addPause()
      }
      group.cancelAll()
    }
  }
}

extension DatasetEntry {
  /// The files of the dataset out of the archive of a source.
  fileprivate func files(
    from source: DatasetSource, inArchiveAt path: String
  ) throws -> DatasetStore.Files {
    let wanted = [source.ratings, source.titles].compactMap { $0 }
    let contents: [[UInt8]]
    do {
      contents = try Archive.contents(
        of: wanted.map { Archive.Member(path: $0.path, limit: source.sizeLimit) },
        inArchiveAt: path)
    } catch {
      switch error {
      case .unreadable(let message): throw DatasetFailure.badArchive(message: message)
      case .memberMissing(let path): throw DatasetFailure.memberMissing(path)
      case .memberTooLarge(let path, let limit):
        throw DatasetFailure.tooLarge(path, limit: limit)
      }
    }

    func converted(_ content: [UInt8], of member: DatasetSource.Member, to file: DatasetFile)
      throws -> [UInt8]
    {
      let bytes = try member.conversion.apply(to: content, of: member.path)
      let digest = SHA256.digest(of: bytes)
      guard digest == file.sha256 else {
        throw DatasetFailure.wrongDigest(
          file: file.name, expected: file.sha256, found: digest)
      }
      return bytes
    }
    let ratings = try converted(contents[0], of: source.ratings, to: self.ratings)
    guard let member = source.titles, let file = titles else {
      return DatasetStore.Files(ratings: ratings)
    }
    return DatasetStore.Files(
      ratings: ratings, titles: try converted(contents[1], of: member, to: file))
  }
}

extension DatasetSource.Conversion {
  /// The bytes that all sources come to.
  fileprivate func apply(to content: [UInt8], of path: String) throws -> [UInt8] {
    switch self {
    case .none: return content
    case .dropFirstLine:
      return content.firstIndex(of: UInt8(ascii: "\n")).map { Array(content[($0 + 1)...]) } ?? []
    case .titles(let format, let replacing):
      do {
        let request = TitleFileRequest(path: path, format: format)
        let titles = try TitleFile(bytes: content, request: request).titles
          .merging(replacing) { $1 }
        let order = titles.keys.sorted {
          (Int64($0) ?? .max, $0) < (Int64($1) ?? .max, $1)
        }
        return order.flatMap { Array("\($0)\t\(titles[$0] ?? "")\n".utf8) }
      } catch let error as ReadingError {
        throw DatasetFailure.badTitles(error)
      }
    }
  }
}
