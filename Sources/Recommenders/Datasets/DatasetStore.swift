import Files

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
  let download: Download
  /// After how long to give a source up.
  let patience: Duration

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
  public static var defaultDirectory: String? { Folder.cache("datasets") }

  /// Gets the ratings of a dataset, with the titles of its items.
  ///
  /// - Parameters:
  ///   - name: the name in the catalogue.
  ///   - limit: how many ratings to read, from the start; nil for all.
  ///   - threads: how many threads may read; the table is the same for any number.
  ///   - observe: is told what happens, several times a second; throws to cancel.
  /// - Returns: the same table, whichever source it comes from.
  /// - Throws: `DatasetError`, or what `observe` throws.
  nonisolated(nonsending) public func ratings(
    _ name: String, limit: Int? = nil, threads: Int = 1,
    observe: (DatasetEvent) throws -> Void = { _ in }
  ) async throws -> RatingTable {
    guard let entry = catalogue[name] else {
      throw DatasetError.unknown(name: name, known: catalogue.names)
    }
    switch entry {
    case .generated(let dataset):
      var configuration = dataset.configuration
      configuration.threads = threads
      return try GeneratedDataset.ratings(configuration, limit: limit)
    case .archived(let dataset):
      return try await ratings(of: dataset, limit: limit, threads: threads, observe: observe)
    }
  }

  /// Gets the ratings of a dataset that is fetched; see `ratings(_:limit:threads:observe:)`.
  nonisolated(nonsending) public func ratings(
    of dataset: ArchivedDataset, limit: Int? = nil, threads: Int = 1,
    observe: (DatasetEvent) throws -> Void = { _ in }
  ) async throws -> RatingTable {
    if let directory = self.directory(of: dataset) {
      ScratchDirectory.removeAbandoned(in: directory)
    }
    let files: Files
    if let kept = try keptFiles(of: dataset, observe: observe) {
      files = kept
    } else {
      files = try await fetch(dataset, observe: observe)
      try keep(files, of: dataset, observe: observe)
    }
    return try table(of: dataset, files, limit: limit, threads: threads, observe: observe)
  }

  /// Where the files of a dataset are kept; nil if they aren't all there.
  ///
  /// Whether they are as they should be is seen when they are read.
  public func place(of entry: ArchivedDataset) -> String? {
    guard let directory = directory(of: entry) else { return nil }
    let files = [entry.ratings, entry.titles].compactMap { $0 }
    return files.allSatisfy { (try? File.size(of: "\(directory)/\($0.name)")) != nil }
      ? directory : nil
  }

  /// The contents of the files of a dataset, whose digests are right.
  struct Files {
    struct Content {
      var bytes: [UInt8]
      var sha256: String
    }
    var ratings: Content
    var titles: Content?
  }
}

// MARK: What is kept

extension DatasetStore {
  /// The files as they are kept, if they all are.
  private func keptFiles(
    of entry: ArchivedDataset, observe: (DatasetEvent) throws -> Void
  ) throws -> Files? {
    guard let directory = directory(of: entry) else { return nil }
    func content(_ file: DatasetFile) throws -> Files.Content? {
      let path = "\(directory)/\(file.name)"
      let bytes: [UInt8]
      do {
        bytes = try contentOfFile(path)
      } catch {
        if error != .refused(.missing) { try observe(.cacheIsDamaged(path: path)) }
        return nil
      }
      let content = Files.Content(bytes: bytes, sha256: SHA256.digest(of: bytes))
      let expected = file.identity?.sha256 ?? recordedDigest(of: path)
      guard content.sha256 == expected else {
        try observe(.cacheIsDamaged(path: path))
        return nil
      }
      return content
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
    _ files: Files, of entry: ArchivedDataset, observe: (DatasetEvent) throws -> Void
  ) throws {
    guard let directory = directory(of: entry) else { return }
    do {
      try write(files.ratings, as: entry.ratings, in: directory)
      if let file = entry.titles, let titles = files.titles {
        try write(titles, as: file, in: directory)
      }
    } catch {
      try observe(.notKept(error))
    }
  }

  /// Writes a file, and its digest before it if nothing else tells what the file should be.
  private func write(
    _ content: Files.Content, as file: DatasetFile, in directory: String
  ) throws(FileError) {
    let path = "\(directory)/\(file.name)"
    if file.identity == nil {
      try File.write(Array("\(content.sha256)  \(file.name)\n".utf8), to: path + ".sha256")
    }
    try File.write(content.bytes, to: path)
  }

  /// The digest that was written down when a file was fetched, in the form of `sha256sum`.
  private func recordedDigest(of path: String) -> String? {
    guard let text = try? File.text(of: path + ".sha256") else { return nil }
    return text.split(separator: " ").first.map(String.init)
  }

  func directory(of entry: ArchivedDataset) -> String? {
    directory.map { "\($0)/\(entry.name)" }
  }

  private func table(
    of entry: ArchivedDataset, _ files: Files, limit: Int?, threads: Int,
    observe: (DatasetEvent) throws -> Void
  ) throws -> RatingTable {
    var table = try RatingTable(
      bytes: files.ratings.bytes, sha256: files.ratings.sha256,
      request: RatingFileRequest(
        path: entry.ratings.name, format: entry.ratingFormat, limit: limit),
      threads: threads
    ) { try observe(.reading($0)) }
    table.source.name = entry.name
    table.source.license = entry.license
    if let titles = files.titles, let file = entry.titles {
      try table.setTitles(
        TitleFile(
          bytes: titles.bytes, sha256: titles.sha256,
          request: TitleFileRequest(path: file.name, format: entry.titleFormat)))
    }
    return table
  }
}
