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
    entries: [.movieLens100K], madeInPlace: ["planted"])
}

/// A dataset: what is in it, on what terms, where it comes from, and how to know that it is it.
///
/// Sources may pack their files in different ways; each is brought to the same bytes, whose
/// digests stand here. So what is read doesn't depend on where it was had.
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
  /// In bytes.
  public var size: Int
  /// In lower-case hexadecimal.
  public var sha256: String
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
  /// How many bytes the archive, and each file in it, may have.
  public var sizeLimit: Int
  public var ratings: Member
  public var titles: Member?
}

extension DatasetEntry {
  /// MovieLens 100K.
  ///
  /// `u.data` is 1,979,173 bytes with the digest below; so is RecBole's `ml-100k.inter` (1.2.1)
  /// without its header, which was downloaded and compared byte by byte with a copy of `u.data`.
  ///
  /// Titles differ in form: RecBole has them in UTF-8 and splits the year off, GroupLens in
  /// Latin-1. In one form, they were compared with two copies of `u.item`: all 1,682 agree, except
  /// that RecBole calls item 267 `unkonwn`, and spaces at the end of some titles. GroupLens's own
  /// server could not be reached when this was written, so its archive was not opened; that it
  /// holds `ml-100k/u.data` and `ml-100k/u.item` is known from its documentation.
  static let movieLens100K = DatasetEntry(
    name: "movielens-100k",
    summary: "100,000 ratings (1 to 5) of 1,682 films by 943 users, 1997 to 1998",
    license: """
      MovieLens 100K, GroupLens Research, University of Minnesota. For research. No commercial \
      use and no redistribution without permission; no endorsement may be implied. Cite: \
      F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. \
      ACM Transactions on Interactive Intelligent Systems 5, 4, Article 19. \
      https://doi.org/10.1145/2827872
      """,
    ratings: DatasetFile(
      name: "u.data", size: 1_979_173,
      sha256: "06416e597f82b7342361e41163890c81036900f418ad91315590814211dca490"),
    ratingFormat: .uData,
    titles: DatasetFile(
      name: "titles.tsv", size: 48_453,
      sha256: "f87524728155990906245c350fd8fd464db236c01decad42887dc8b0b3efb8ab"),
    titleFormat: .tsv,
    ratingCount: 100_000, userCount: 943, itemCount: 1682,
    sources: [
      DatasetSource(
        location: .url("https://files.grouplens.org/datasets/movielens/ml-100k.zip"),
        sizeLimit: 50_000_000,
        ratings: .init(path: "ml-100k/u.data"),
        titles: .init(path: "ml-100k/u.item", conversion: .titles(.uItem))),
      DatasetSource(
        location: .pythonPackage("recbole", version: "1.2.1"),
        sizeLimit: 50_000_000,
        ratings: .init(
          path: "dataset_example/ml-100k/ml-100k.inter", conversion: .dropFirstLine),
        titles: .init(
          path: "dataset_example/ml-100k/ml-100k.item",
          conversion: .titles(.item, replacing: ["267": "unknown"]))),
    ])
}
