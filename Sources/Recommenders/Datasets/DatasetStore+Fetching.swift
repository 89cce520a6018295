import Files

extension DatasetStore {
  /// The files from the first source that gives them.
  nonisolated(nonsending) func fetch(
    _ entry: ArchivedDataset, observe: (DatasetEvent) throws -> Void
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
    of entry: ArchivedDataset, from source: DatasetSource, observe: (DatasetEvent) throws -> Void
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
    try observe(.received(bytes: archive.size, of: source.archiveSize))
    if let expected = source.archiveMD5 {
      let found = MD5.digest(of: (try? File.read(archive.path)) ?? [])
      guard found == expected else {
        throw DatasetFailure.wrongArchive(expected: expected, found: found)
      }
    }
    return try entry.files(from: source, inArchiveAt: archive.path)
  }

  /// A new directory where datasets are kept, or else where the system keeps passing files.
  private func scratchDirectory(for entry: ArchivedDataset) throws -> ScratchDirectory {
    if let directory = directory(of: entry) {
      do {
        try Folder.make(directory)
        return try ScratchDirectory(in: directory)
      } catch {
        // It will be told that the files can't be kept.
      }
    }
    do {
      return try ScratchDirectory(in: Folder.temporary)
    } catch {
      throw DatasetFailure.noScratchDirectory(error)
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
        try observe(
          .received(bytes: scratch.files.reduce(0) { $0 + $1.size }, of: source.archiveSize))
        guard clock.now - start < patience else {
          throw DatasetFailure.tooSlow(seconds: Int(patience.components.seconds))
        }
        addPause()
      }
      group.cancelAll()
    }
  }
}

extension ArchivedDataset {
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
      throws -> DatasetStore.Files.Content
    {
      let bytes = try member.conversion.apply(to: content, of: member.path)
      let digest = SHA256.digest(of: bytes)
      if let expected = file.identity?.sha256, digest != expected {
        throw DatasetFailure.wrongDigest(file: file.name, expected: expected, found: digest)
      }
      return DatasetStore.Files.Content(bytes: bytes, sha256: digest)
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
        var titles = try TitleFile(bytes: content, request: request).titles
        for (item, title) in replacing { titles[Identifier(item)] = title }
        let order = titles.sorted {
          (Int64($0.key.text) ?? .max, $0.key.text) < (Int64($1.key.text) ?? .max, $1.key.text)
        }
        return order.flatMap { Array("\($0.key.text)\t\($0.value)\n".utf8) }
      } catch let error as ReadingError {
        throw DatasetFailure.badTitles(error)
      }
    }
  }
}
