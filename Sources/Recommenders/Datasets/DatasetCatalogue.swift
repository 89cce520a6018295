/// The datasets that can be asked for by name.
public struct DatasetCatalogue: Sendable {
  /// The datasets, in the order in which people are told of them.
  public var entries: [DatasetEntry]

  public init(_ entries: [DatasetEntry]) { self.entries = entries }

  public var names: [String] { entries.map(\.name) }

  public subscript(name: String) -> DatasetEntry? { entries.first { $0.name == name } }

  /// What nbrun knows, those first that need no network.
  public static let standard = DatasetCatalogue([
    .generated(.planted), .archived(.movieLensLatestSmall), .archived(.movieLens100K),
    .archived(.movieLens1M), .archived(.movieLens20M), .archived(.movieLens25M),
    .archived(.movieLens32M),
  ])
}

/// A dataset, by where its ratings come from.
public enum DatasetEntry: Hashable, Sendable {
  /// They are made on the spot.
  case generated(GeneratedDataset)
  /// They are fetched once, and kept.
  case archived(ArchivedDataset)

  public var name: String {
    switch self {
    case .generated(let dataset): dataset.name
    case .archived(let dataset): dataset.name
    }
  }

  /// What is in it, in a line.
  public var summary: String {
    switch self {
    case .generated(let dataset): dataset.summary
    case .archived(let dataset): dataset.summary
    }
  }
}

/// A dataset of ratings that are made from known factors.
public struct GeneratedDataset: Hashable, Sendable {
  public var name: String
  /// What is in it, in a line.
  public var summary: String
  /// What is made, where nobody says otherwise.
  public var configuration: PlantedRatings.Configuration

  /// Ratings from the standard configuration.
  public static let planted = GeneratedDataset(
    name: "planted", summary: "80,000 ratings of 800 films by 1,000 users, generated",
    configuration: PlantedRatings.Configuration())

  /// Makes ratings, of which the first are taken where there is a limit.
  public static func ratings(
    _ configuration: PlantedRatings.Configuration, limit: Int?
  ) throws(PlantedRatingsError) -> RatingTable {
    let table = try PlantedRatings(configuration).table
    return limit.map { table.selecting(Array(0..<min($0, table.count))) } ?? table
  }
}

/// A dataset of others: what is in it, on what terms, where it comes from, and how to know that it
/// is it.
///
/// Sources may pack their files in different ways; each is brought to the same bytes, whose
/// digests stand here where they are known. So what is read doesn't depend on where it was had.
public struct ArchivedDataset: Hashable, Sendable {
  public var name: String
  /// What is in it, in a line.
  public var summary: String
  /// On what terms it may be used, and what to cite.
  public var license: String
  /// The file of ratings, whose bytes every source must come to.
  public var ratings: DatasetFile
  public var ratingFormat: RatingFileFormat
  /// The file of titles; nil if there is none.
  public var titles: DatasetFile?
  public var titleFormat: TitleFileFormat
  /// Where to get it, in the order in which to try.
  public var sources: [DatasetSource]
}

/// A file as it is kept and read.
public struct DatasetFile: Hashable, Sendable {
  public var name: String
  /// What is known of its bytes; if nothing, the digest is written down when the file is first
  /// fetched, so that a later change is noticed.
  public var identity: Identity?

  public struct Identity: Hashable, Sendable {
    /// In bytes.
    public var size: Int
    /// In lower-case hexadecimal.
    public var sha256: String
  }
}

/// A place that a dataset can be had from: an archive with its files.
public struct DatasetSource: Hashable, Sendable {
  public enum Location: Hashable, Sendable {
    case url(String)
    /// A package of the Python Package Index, or of the index that `pip` is set up for.
    case pythonPackage(String, version: String)
  }

  /// A file in the archive, and what to make of it.
  public struct Member: Hashable, Sendable {
    /// The last components of its path.
    public var path: String
    public var conversion: Conversion = .none
  }

  /// What is done to a file to have the bytes that all sources come to.
  public enum Conversion: Hashable, Sendable {
    case none
    /// Leaves out the header.
    case dropFirstLine
    /// Writes lines of identifier, tab and title, in UTF-8, by ascending identifier, with
    /// some titles replaced, which are given by identifier.
    case titles(TitleFileFormat, replacing: [String: String] = [:])
  }

  public var location: Location
  /// The bytes of the archive, if they are known.
  public var archiveSize: Int?
  /// The MD5 that its publisher gives for the archive, in lower-case hexadecimal.
  public var archiveMD5: String?
  /// How many bytes the archive, and each file in it, may have.
  public var sizeLimit: Int
  public var ratings: Member
  public var titles: Member?
}
