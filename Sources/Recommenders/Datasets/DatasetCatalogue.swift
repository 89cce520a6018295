/// The datasets that can be asked for by name.
public struct DatasetCatalogue: Sendable {
  /// The datasets that are fetched.
  public var entries: [DatasetEntry]
  /// The names of the datasets that are made in place, for lists of all there is.
  public var madeInPlace: [String]

  public init(entries: [DatasetEntry], madeInPlace: [String] = []) {
    self.entries = entries
    self.madeInPlace = madeInPlace
  }

  /// All names, those that need no network first.
  public var names: [String] { madeInPlace + entries.map(\.name) }

  public subscript(name: String) -> DatasetEntry? { entries.first { $0.name == name } }

  /// What nbrun knows.
  public static let standard = DatasetCatalogue(
    entries: [
      .movieLensLatestSmall, .movieLens100K, .movieLens1M, .movieLens20M, .movieLens25M,
      .movieLens32M,
    ], madeInPlace: ["planted"])
}

/// A dataset: what is in it, on what terms, where it comes from, and how to know that it is it.
///
/// Sources may pack their files in different ways; each is brought to the same bytes, whose
/// digests stand here where they are known. So what is read doesn't depend on where it was had.
public struct DatasetEntry: Hashable, Sendable {
  public var name: String
  /// What it is, in a line.
  public var summary: String
  /// On what terms it may be used, and what to cite.
  public var license: String
  /// The file of ratings, whose bytes every source must come to.
  public var ratings: DatasetFile
  public var ratingFormat: RatingFileFormat
  /// The file of titles; nil if there is none.
  public var titles: DatasetFile?
  public var titleFormat: TitleFileFormat
  /// How much is in it.
  public var ratingCount: Int
  public var userCount: Int
  public var itemCount: Int
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
