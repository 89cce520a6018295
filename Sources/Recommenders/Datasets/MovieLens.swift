/// The datasets of MovieLens (https://grouplens.org/datasets/movielens/).
///
/// The MD5s of the archives are those that GroupLens publishes beside them. GroupLens's server
/// could not be reached when this was written, so that the archives were not opened: what they
/// hold is known from their documentation, and the digests of their files, where they stand here,
/// from copies.
extension ArchivedDataset {
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
  static let movieLens100K = ArchivedDataset(
    name: "movielens-100k",
    summary: "100,000 ratings (1 to 5) of 1,682 films by 943 users, 1997 to 1998",
    license: terms(of: "MovieLens 100K", forResearch),
    ratings: DatasetFile(
      name: "u.data",
      identity: .init(
        size: 1_979_173,
        sha256: "06416e597f82b7342361e41163890c81036900f418ad91315590814211dca490")),
    ratingFormat: .uData,
    titles: DatasetFile(
      name: "titles.tsv",
      identity: .init(
        size: 48_453,
        sha256: "f87524728155990906245c350fd8fd464db236c01decad42887dc8b0b3efb8ab")),
    titleFormat: .tsv,
    sources: [
      DatasetSource(
        location: .url("https://files.grouplens.org/datasets/movielens/ml-100k.zip"),
        archiveMD5: "0e33842e24a9c977be4e0107933c0723",
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

  /// The small one for education, as it was generated in September 2018.
  ///
  /// GroupLens may put another in its place, which is then refused: the digests are of this one.
  static let movieLensLatestSmall = csv(
    name: "movielens-latest-small", archive: "ml-latest-small",
    summary: "100,836 ratings (0.5 to 5) of 9,724 films by 610 users, 1996 to 2018",
    license: terms(of: "MovieLens Latest Small", shareable),
    ratings: .init(
      size: 2_382_886,
      sha256: "80da8b3393dae325bbba5a31f291a6ba55d8d4f4396de3c456f2c1635b1b70e8"),
    titles: .init(
      size: 484_688,
      sha256: "c47b783f23eb304413307e1bb05335e427737da20ec8d3c0e96335567dd5f3dc"))

  static let movieLens1M = ArchivedDataset(
    name: "movielens-1m",
    summary: "1,000,209 ratings (1 to 5) of 3,706 films by 6,040 users, 2000 to 2003",
    license: terms(of: "MovieLens 1M", forResearch),
    ratings: DatasetFile(name: "ratings.dat"), ratingFormat: .doubleColon,
    titles: DatasetFile(name: "movies.dat"), titleFormat: .doubleColon,
    sources: [
      DatasetSource(
        location: .url("https://files.grouplens.org/datasets/movielens/ml-1m.zip"),
        archiveMD5: "c4d9eecfca2ab87c1945afe126590906",
        sizeLimit: 100_000_000,
        ratings: .init(path: "ml-1m/ratings.dat"), titles: .init(path: "ml-1m/movies.dat"))
    ])

  static let movieLens20M = csv(
    name: "movielens-20m", archive: "ml-20m", archiveSize: 198_702_078,
    archiveMD5: "cd245b17a1ae2cc31bb14903e1204af3",
    summary: "20,000,263 ratings (0.5 to 5) of 26,744 films by 138,493 users, 1995 to 2015",
    license: terms(of: "MovieLens 20M", shareable))

  static let movieLens25M = csv(
    name: "movielens-25m", archive: "ml-25m", archiveSize: 261_978_986,
    archiveMD5: "6b51fb2759a8657d3bfcbfc42b592ada",
    summary: "25,000,095 ratings (0.5 to 5) of 59,047 films by 162,541 users, 1995 to 2019",
    license: terms(of: "MovieLens 25M", shareable))

  static let movieLens32M = csv(
    name: "movielens-32m", archive: "ml-32m", archiveSize: 238_950_008,
    archiveMD5: "d472be332d4daa821edc399621853b57",
    summary: "32,000,204 ratings (0.5 to 5) of 84,432 films by 200,948 users, 1995 to 2023",
    license: terms(of: "MovieLens 32M", shareable))

  /// One of those that are files of comma-separated values.
  private static func csv(
    name: String, archive: String, archiveSize: Int? = nil, archiveMD5: String? = nil,
    summary: String, license: String,
    ratings: DatasetFile.Identity? = nil, titles: DatasetFile.Identity? = nil
  ) -> ArchivedDataset {
    ArchivedDataset(
      name: name, summary: summary, license: license,
      ratings: DatasetFile(name: "ratings.csv", identity: ratings), ratingFormat: .csv,
      titles: DatasetFile(name: "movies.csv", identity: titles), titleFormat: .csv,
      sources: [
        DatasetSource(
          location: .url("https://files.grouplens.org/datasets/movielens/\(archive).zip"),
          archiveSize: archiveSize, archiveMD5: archiveMD5, sizeLimit: 2_000_000_000,
          ratings: .init(path: "\(archive)/ratings.csv"),
          titles: .init(path: "\(archive)/movies.csv"))
      ])
  }

  private static let forResearch =
    "For research. No commercial use and no redistribution without permission"
  private static let shareable =
    "No commercial use without permission; redistribution under the same terms"

  private static func terms(of name: String, _ use: String) -> String {
    """
    \(name), GroupLens Research, University of Minnesota. \(use); no endorsement may be implied. \
    Cite: F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and \
    Context. ACM Transactions on Interactive Intelligent Systems 5, 4, Article 19. \
    https://doi.org/10.1145/2827872
    """
  }
}
