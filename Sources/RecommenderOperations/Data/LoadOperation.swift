import NotebookSyntax
import Operations
import Recommenders

/// `load`: reads ratings from a file, or gets a dataset that is known by name.
struct LoadOperation: NotebookOperation {
  static let name = "load"
  static let summary = "Reads ratings from a file, or loads a dataset by name."

  @Parameter("A dataset by name; `planted` is generated, the others are downloaded once.")
  var dataset: DatasetName? = nil
  @Parameter("A file of ratings, relative to the notebook; use it in place of `dataset`.")
  var path: String? = nil
  @Parameter("The file's format; by default it is told by the file's name and first line.")
  var format: RatingFileFormat? = nil
  @Parameter("Which columns to read, by name in the header or by number from 1.")
  var columns: RatingColumns? = nil
  @Parameter("A file with the titles of the items, such as `movies.csv` or `u.item`.")
  var titles: String? = nil
  @Parameter("What to do when a user has rated an item twice.")
  var duplicates = DuplicateRule.error
  @Parameter("Read only this many ratings, from the start.", in: 1...) var limit: Int? = nil
  @Parameter(
    "The number of users in `planted`.", \PlantedRatings.Configuration.$users,
    when: "dataset", is: "planted")
  var users: Int?
  @Parameter(
    "The number of items in `planted`.", \PlantedRatings.Configuration.$items,
    when: "dataset", is: "planted")
  var items: Int?
  @Parameter(
    "The number of ratings in `planted`.", \PlantedRatings.Configuration.$ratings,
    when: "dataset", is: "planted")
  var ratings: Int?
  @Parameter(
    "The number of genres in `planted`.", \PlantedRatings.Configuration.$factors,
    when: "dataset", is: "planted")
  var factors: Int?
  @Parameter(
    "The standard deviation of the noise in `planted`.", \PlantedRatings.Configuration.$noise,
    when: "dataset", is: "planted")
  var noise: Double?
  @Parameter(
    "The seed for `planted`, in place of the cell's own.", when: "dataset", is: "planted")
  var seed: UInt64? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    switch (path, dataset) {
    case (nil, nil):
      problems.append(
        Diagnostic(
          .missingParameter, "'load' needs 'path' or 'dataset'", at: context.cell,
          help: "add 'path: …' for a file, or 'dataset: …', which is \(DatasetName.expectation)"))
    case (.some, .some):
      problems.append(
        Diagnostic(
          .conflictingParameters, "'path' and 'dataset' can't both be given",
          at: $dataset ?? context.cell,
          help: "remove one of them"))
    case (nil, .some):
      let ofFiles = [
        ("format", $format), ("columns", $columns), ("titles", $titles),
        ("duplicates", $duplicates),
      ]
      for case (let name, .some(let place)) in ofFiles {
        problems.append(
          Diagnostic(
            .inapplicableParameter, "'\(name)' is for files, and a dataset doesn't take it",
            at: place, help: "remove it"))
      }
    case (.some, nil): break
    }
    if let dataset { problems += self.problems(of: dataset.name, in: context) }
    return problems
  }

  private func problems(of dataset: String, in context: CheckContext) -> [Diagnostic] {
    let catalogue = context.environment.datasets.catalogue
    switch catalogue[dataset] {
    case nil:
      let names = catalogue.names
      return [
        Diagnostic(
          .invalidValue, "'dataset' must be \(ParameterShape.word(names).expectation)",
          at: $dataset ?? context.cell, help: suggestion(for: dataset, among: names))
      ]
    case .generated(let dataset):
      do throws(PlantedRatingsError) {
        try put(into: dataset.configuration).check()
        return []
      } catch {
        let failure = OperationFailure(error)
        return [
          Diagnostic(
            failure.code, failure.message, at: $ratings ?? context.cell, help: failure.help)
        ]
      }
    case .archived: return []
    }
  }

  func files(in context: CheckContext) -> [FileUse] {
    [(path, $path), (titles, $titles)].compactMap { name, place in
      name.map {
        FileUse(.reads, $0, path: context.resolve(path: $0), at: place ?? context.cell)
      }
    }
  }

  func run(in context: OperationContext) async throws -> RatingTable {
    if let dataset { return try await load(dataset, in: context) }
    guard let path else {
      throw OperationFailure(.missingParameter, "'load' needs 'path' or 'dataset'")
    }
    let request = RatingFileRequest(
      path: context.resolve(path: path), format: format, columns: columns ?? RatingColumns(),
      titles: titles.map { TitleFileRequest(path: context.resolve(path: $0)) },
      duplicates: duplicates, limit: limit)
    do {
      var table = try RatingTable(reading: request, threads: context.threads) {
        try context.checkpoint(Checkpoint("reading, percent", Int($0 * 100), of: 100))
      }
      table.source.rename([request.path: path, request.titles?.path ?? "": titles ?? ""])
      return table
    } catch let error as ReadingError {
      throw OperationFailure(error, titles: request.titles?.path)
    } catch let error as ArrayFileError {
      throw OperationFailure(error, as: .ratings)
    }
  }

  private func load(
    _ dataset: DatasetName, in context: OperationContext
  ) async throws -> RatingTable {
    let store = context.environment.datasets
    switch store.catalogue[dataset.name] {
    case .generated(let generated): return try generate(generated, in: context)
    case .archived(let archived): return try await load(archived, from: store, in: context)
    case nil:
      throw OperationFailure(
        DatasetError.unknown(name: dataset.name, known: store.catalogue.names))
    }
  }

  private func generate(
    _ dataset: GeneratedDataset, in context: OperationContext
  ) throws(OperationFailure) -> RatingTable {
    do throws(PlantedRatingsError) {
      return try GeneratedDataset.ratings(
        put(into: dataset.configuration).running(in: context, seed: seed), limit: limit)
    } catch {
      throw OperationFailure(error)
    }
  }

  private func load(
    _ dataset: ArchivedDataset, from store: DatasetStore, in context: OperationContext
  ) async throws -> RatingTable {
    var wasFetched = false
    do {
      let table = try await store.ratings(
        of: dataset, limit: limit, threads: context.threads
      ) { event in
        if case .fetching = event { wasFetched = true }
        try context.report(event)
      }
      if wasFetched, let license = table.source.license {
        context.notice("terms of use: \(license)")
      }
      return table
    } catch let error as DatasetError {
      throw OperationFailure(error)
    }
  }
}

extension OperationContext {
  /// Passes on what happens while a dataset is got.
  fileprivate func report(_ event: DatasetEvent) throws {
    switch event {
    case .received(let bytes, let total):
      let megabytes = (Double(bytes) / 100_000).rounded() / 10
      try checkpoint(
        total.map {
          Checkpoint("downloading, percent", 100 * min(bytes, $0) / $0, of: 100, "\(megabytes) MB")
        } ?? Checkpoint("downloading", 0, of: nil, "\(megabytes) MB"))
    case .reading(let part):
      try checkpoint(Checkpoint("reading, percent", Int(part * 100), of: 100))
    case .fetching, .failed, .cacheIsDamaged, .notKept:
      if let words = event.inWords { notice(words) }
    }
  }
}

extension RatingSource {
  /// Calls files what their notebook calls them, so that a report has no path of a machine.
  fileprivate mutating func rename(_ names: [String: String]) {
    name = names[name] ?? name
    for index in files.indices { files[index].name = names[files[index].name] ?? files[index].name }
  }
}
