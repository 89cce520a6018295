public import Files

/// Why a dataset can't be had.
public enum DatasetError: Error, Hashable, Sendable {
  /// There is no dataset of the name; `known` are all there are.
  case unknown(name: String, known: [String])
  /// No source gives it.
  case noSourceAnswers(name: String, attempts: [DatasetAttempt])
}

/// A source that was tried in vain.
public struct DatasetAttempt: Hashable, Sendable {
  public var location: DatasetSource.Location
  public var failure: DatasetFailure

  public init(location: DatasetSource.Location, failure: DatasetFailure) {
    self.location = location
    self.failure = failure
  }
}

/// Why a source doesn't give a dataset.
public enum DatasetFailure: Error, Hashable, Sendable {
  /// None of these programs is installed.
  case noProgram([String])
  /// A program failed; the message is the end of what it said. A negative status is a signal.
  case programFailed(String, status: Int32, message: String)
  /// The program ended well, but left no file.
  case nothingReceived
  case tooSlow(seconds: Int)
  /// The archive, or a file in it, is larger than it can be.
  case tooLarge(String, limit: Int)
  /// The archive can't be read; the message is libarchive's.
  case badArchive(message: String)
  case memberMissing(String)
  /// A title file of the archive can't be read.
  case badTitles(ReadingError)
  /// The archive isn't the one that its publisher gives this MD5 for.
  case wrongArchive(expected: String, found: String)
  /// A file is there, but isn't the right one.
  case wrongDigest(file: String, expected: String, found: String)
  /// There is no directory in which to keep the archive for a moment.
  case noScratchDirectory(FileError)
}

/// What happens while a dataset is got and read.
public enum DatasetEvent: Hashable, Sendable {
  /// A file that was kept isn't what it was, and is fetched anew.
  case cacheIsDamaged(path: String)
  /// A source is being tried.
  case fetching(DatasetSource.Location)
  /// So many bytes are there, of so many if that is known. Comes a few times a second while there is something to wait for.
  case received(bytes: Int, of: Int?)
  /// A source is of no use; the next is tried.
  case failed(DatasetAttempt)
  /// The files can't be kept for the next time.
  case notKept(FileError)
  /// This fraction of the ratings is read.
  case reading(Double)
}
