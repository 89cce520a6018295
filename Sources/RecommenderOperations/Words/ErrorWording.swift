import LinearAlgebra
import NotebookSyntax
import Operations
public import Recommenders

// What the algorithms throw are facts. Here, and only here, they are put in words for someone
// who writes notebooks.

/// A count with its noun in the right number: 1 user, 2 users.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

// MARK: - Training

/// Says for a person why a training came to nothing; other errors stay as they are.
func inWords(_ error: any Error, _ data: TrainingData) -> any Error {
  switch error {
  case let error as TrainingDataError: OperationFailure(error)
  case let error as FactorizationError: OperationFailure(error, data: data)
  case let error as NetworkError: OperationFailure(error)
  case let error as MemoryShortage: OperationFailure(error)
  default: error
  }
}

extension OperationFailure {
  init(_ error: TrainingDataError) {
    switch error {
    case .noTrainingRatings:
      self.init(.noRatings, "There are no ratings to train on", parameter: "data")
    case .differentSize(.start, let expected, let actual):
      self.init(
        .differentSize, "A model of \(actual.inWords) can't start from one of \(expected.inWords)",
        help: "start from a model trained on the same ratings, with the same number of factors",
        parameter: "start")
    case .differentSize(.test, let expected, let actual):
      self.init(
        .differentSize,
        "The test ratings are of \(actual.inWords), but the training ratings of \(expected.inWords)",
        parameter: "data")
    }
  }

  init(
    _ error: MemoryShortage,
    help: String = "choose fewer 'factors', smaller layers or a smaller 'batch', or keep fewer "
      + "users and items",
    parameter: String? = nil
  ) {
    self.init(
      .notEnoughMemory,
      "This needs about \(gigabytes(error.needed)) of memory, and there are "
        + gigabytes(Double(error.available)), help: help, parameter: parameter)
  }

  init(_ error: FactorizationError, data: TrainingData) {
    switch error {
    case .parameterOutOfRange(let name):
      self.init(
        .outOfRange,
        "With this '\(name)', numbers become too large or too small to compute with",
        help: "choose a value nearer to its default", parameter: name)
    case .singular(let side, let row):
      let identities = side == .users ? data.train.users : data.train.items
      let name = row < identities.count ? identities.name(of: row) : String(row)
      self.init(
        .singularSystem,
        "The ratings of \(side == .users ? "user" : "item") '\(name)' don't determine its factors",
        help: "choose a 'regularization' above 0, or fewer 'factors'", parameter: "regularization")
    case .diverged(let epoch):
      self.init(
        .diverged, "Training diverged in epoch \(epoch)",
        help:
          "choose a larger 'regularization', or check the ratings for values that are far too large",
        parameter: "regularization")
    }
  }

  init(_ error: RatingSplitError) {
    switch error {
    case .fractions(let train, let validation):
      self.init(
        .outOfRange, "The shares \(train.yaml) and \(validation.yaml) don't leave a valid split",
        help: "choose shares above 0 that add up to at most 1", parameter: "train")
    case .noTimestamps:
      self.init(
        .noTimestamps, "These ratings have no timestamps to split by",
        help: "name the column with 'columns: {timestamp: …}' where they are loaded, "
          + "or split 'by: random'", parameter: "by")
    }
  }
}

/// Bytes for a person: 0.3 GB, 24 GB, 1,200 GB.
private func gigabytes(_ bytes: Double) -> String {
  let number = bytes / 1e9
  return ScalarValue.real(number).formatted(.fixed(number < 10 ? 1 : 0)) + " GB"
}

extension OperationFailure {
  init(_ error: PlantedRatingsError) {
    switch error {
    case .parameterOutOfRange(let name):
      self.init(.outOfRange, "'\(name)' is out of range", parameter: name)
    case .tooLarge(let shortage):
      self.init(shortage, help: "choose fewer ratings, users or items", parameter: "ratings")
    case .tooManyRatings(let pairs):
      self.init(
        .outOfRange, "There are only \(pairs.grouped) user–item pairs to rate",
        help: "choose fewer ratings, or more users or items", parameter: "ratings")
    }
  }
}

extension FactorModelSize {
  var inWords: String {
    "\(counted(users, "user")), \(counted(items, "item")) and \(counted(factors, "factor"))"
  }
}

// MARK: - Files

extension OperationFailure {
  /// Words why a file can't be read, where `titles` is the path of the file of titles.
  init(_ error: ReadingError, titles: String?) {
    let path = error.path
    let file = "'\(path.lastComponent)'"
    let parameter = path == titles ? "titles" : "path"
    switch error {
    case .unreadable(_, let reason):
      self.init(
        reason.code, reason.inWords(of: path.lastComponent),
        help: reason.advice(
          for: path.lastComponent, as: path == titles ? .titles : .ratings),
        parameter: parameter)
    case .unknownFormat(_, let firstLine):
      self.init(
        .unknownFileFormat, "\(file) doesn't look like a file of ratings",
        details: ["its first line is: \(firstLine)"],
        help: "give its 'format', which is \(RatingFileFormat.expectation)", parameter: parameter)
    case .columnNotFound(_, let column, let name, let header):
      self.init(
        .unknownColumn, "\(file) has no column '\(name)' for the \(column.rawValue)",
        help: "its header has \(header.inWords)", parameter: "columns")
    case .columnNotRecognized(_, let column, let header):
      self.init(
        .unknownColumn, "It is not clear which column of \(file) is the \(column.rawValue)",
        details: ["its header has \(header.inWords)"],
        help: path == titles
          ? "name the columns of the items and of their titles 'item' and 'title'"
          : "say which it is: 'columns: {\(column.rawValue): …}'", parameter: parameter)
    case .columnAmbiguous(_, let column, let name, let header):
      self.init(
        .unknownColumn, "Several columns of \(file) could be '\(name)', the \(column.rawValue)",
        details: ["its header has \(header.inWords)"],
        help: "say which it is by its number, from 1: 'columns: {\(column.rawValue): …}'",
        parameter: "columns")
    case .columnOutOfRange(_, let column, let position, let count):
      self.init(
        .unknownColumn,
        "\(file) has \(count) columns, and none with the number \(position) for the "
          + column.rawValue, parameter: "columns")
    case .noHeader(_, _, let name, let firstLine):
      self.init(
        .unknownColumn, "\(file) has no header in which a column could be named '\(name)'",
        details: ["its first line is: \(firstLine)"], help: "give the columns' numbers, from 1",
        parameter: "columns")
    case .columnUsedTwice(_, let first, let second, let position):
      self.init(
        .unknownColumn,
        "Column \(position) can't be both the \(first.rawValue) and the \(second.rawValue)",
        parameter: "columns")
    case .malformed(_, let lines, let others):
      self.init(malformed: lines, others: others, in: path.lastComponent, parameter: parameter)
    case .unnamedColumns(_, let count, let isMatrix, let firstLine):
      self.init(
        .unknownColumn,
        isMatrix
          ? "\(file) looks like a matrix, with a row for each user and a column for each item"
          : "\(file) has \(count) columns and no header that names them",
        details: ["its first line is: \(firstLine)"],
        help: (isMatrix
          ? "write one line with user, item and rating for each rating, as pandas.melt does; or say "
          : "say ") + "which columns to read, by their numbers: "
          + "'columns: {user: 1, item: 2, rating: 3, timestamp: none}'", parameter: parameter)
    case .lineTooLong(_, let limit):
      self.init(
        .unknownFileFormat,
        "The first line of \(file) is longer than \(limit.grouped) bytes",
        help: "check that it is a table with one line per rating", parameter: parameter)
    case .onlyHeader:
      self.init(.noRatings, "\(file) has a header, but no ratings", parameter: parameter)
    case .nothingInside:
      self.init(.noRatings, "\(file) is empty", parameter: parameter)
    case .tooManyRatings(_, let limit):
      self.init(
        .tooManyRatings,
        "\(file) has more than \(limit) ratings, which is more than nbrun can hold",
        help: "read only part of them with 'limit'", parameter: parameter)
    case .noTitleMatches:
      self.init(
        .unmatchedTitles, "No item of the ratings has a title in \(file)",
        help: "check that both files belong to the same dataset", parameter: parameter)
    }
  }

  private init(
    malformed lines: [MalformedLine], others: Int, in file: String, parameter: String
  ) {
    let count = lines.count + others
    let duplicates = lines.allSatisfy { if case .duplicate = $0.problem { true } else { false } }
    var details = lines.map { "\(file):\($0.line): \($0.problem.inWords): \($0.text)" }
    if others > 0 { details.append("and \(others) more like these") }
    self.init(
      .malformedLine, "\(count == 1 ? "A line" : "\(count) lines") of '\(file)' can't be used",
      details: details,
      help: duplicates && parameter == "path"
        ? "say which rating counts: 'duplicates: first', 'last' or 'mean'"
        : "fix the file; lines are never skipped silently", parameter: parameter)
  }
}

extension ReadingError {
  fileprivate var path: String {
    switch self {
    case .unreadable(let path, _), .unknownFormat(let path, _), .columnNotFound(let path, _, _, _),
      .columnNotRecognized(let path, _, _), .columnAmbiguous(let path, _, _, _),
      .columnOutOfRange(let path, _, _, _), .noHeader(let path, _, _, _),
      .columnUsedTwice(let path, _, _, _), .malformed(let path, _, _), .nothingInside(let path),
      .tooManyRatings(let path, _), .noTitleMatches(let path),
      .unnamedColumns(let path, _, _, _), .lineTooLong(let path, _), .onlyHeader(let path):
      path
    }
  }
}

extension LineProblem {
  fileprivate var inWords: String {
    switch self {
    case .fieldCount(let expected, let found): "\(counted(found, "field")) instead of \(expected)"
    case .missing(let column): "no \(column.rawValue)"
    case .notANumber(.timestamp, let found):
      "the timestamp '\(found)' is neither a number nor a date such as 2005-03-12 14:02:11"
    case .notANumber(let column, let found): "the \(column.rawValue) '\(found)' is not a number"
    case .notFinite(let column, let found): "the \(column.rawValue) '\(found)' is not finite"
    case .outOfRange(.rating, let found): "the rating '\(found)' is outside ±1e12"
    case .outOfRange(let column, let found): "the \(column.rawValue) '\(found)' is too large"
    case .notUTF8(let column): "the \(column.rawValue) is not UTF-8"
    case .zeroByte(let column): "the \(column.rawValue) contains a zero byte"
    case .ambiguousComma(let found):
      "the comma in the rating '\(found)' may be a decimal comma or group thousands"
    case .otherTimeFormat(let found):
      "the timestamp '\(found)' isn't written like the first one; all must be numbers, or all dates"
    case .impossibleTime(let found): "'\(found)' is not a valid date and time"
    case .otherTimeUnit(let found, let unit, let others):
      "the timestamp '\(found)' is in \(unit), and others are in \(others)"
    case .duplicate(let firstLine, let firstText):
      "the same as in line \(firstLine) ('\(firstText)')"
    case .unclosedQuote: "a quotation mark that is not closed"
    case .textAfterQuote: "text after a closing quotation mark"
    }
  }
}

// MARK: - Datasets

extension OperationFailure {
  init(_ error: DatasetError) {
    switch error {
    case .unknown(let name, let known):
      self.init(
        .unknownDataset, "There is no dataset '\(name)'", help: "there are \(known.inWords)",
        parameter: "dataset")
    case .noSourceAnswers(let name, let attempts):
      self.init(
        .unavailableDataset, "'\(name)' can't be downloaded: every source failed",
        details: attempts.map(\.inWords),
        help: "check the network connection; 'dataset: planted' needs none, "
          + "nor does -p dataset=planted where the notebook has that parameter",
        parameter: "dataset")
    }
  }
}

extension DatasetAttempt {
  var inWords: String { "\(location.inWords): \(failure.inWords)" }
}

extension DatasetEvent {
  /// What to tell of it; nil for what is only progress.
  public var inWords: String? {
    switch self {
    case .fetching(let location): "downloading from \(location.inWords)"
    case .failed(let attempt): attempt.inWords
    case .cacheIsDamaged(let path): "'\(path)' is damaged, and is downloaded again"
    case .notKept(let error): "it can't be kept: \(error)"
    case .received, .reading: nil
    }
  }
}

extension DatasetError {
  /// What to tell someone who has seen what became of each source.
  public var inWords: String { OperationFailure(self).message }
}

extension DatasetSource.Location {
  public var inWords: String {
    switch self {
    case .url(let url): url
    case .pythonPackage(let name, let version): "the Python package \(name) \(version)"
    }
  }
}

extension DatasetFailure {
  fileprivate var inWords: String {
    switch self {
    case .noProgram(let names): "there is no program \(names.joined(separator: " or "))"
    case .programFailed(let program, let status, let message):
      "\(program) failed (\(status)): \(message)"
    case .nothingReceived: "no data came"
    case .tooSlow(let seconds): "timed out after \(seconds) seconds"
    case .tooLarge(let name, let limit): "'\(name)' is larger than \(limit) bytes"
    case .badArchive(let message): "the archive can't be read: \(message)"
    case .memberMissing(let name): "there is no '\(name)' in the archive"
    case .badTitles(let error): OperationFailure(error, titles: nil).message
    case .wrongArchive(let expected, let found):
      "the archive's MD5 is \(found), not \(expected)"
    case .wrongDigest(let file, let expected, let found):
      "the SHA-256 of '\(file)' is \(found), not \(expected)"
    case .noScratchDirectory(let error): "there is no room for the archive: \(error)"
    }
  }
}

extension [String] {
  var inWords: String { map { "'\($0)'" }.joined(separator: ", ") }
}

extension String {
  /// What stands behind the last slash of a path.
  var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
