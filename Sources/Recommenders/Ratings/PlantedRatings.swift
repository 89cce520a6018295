public import Bounds
import Glibc
public import LinearAlgebra

/// Ratings made from known factors, to see whether a method finds them again.
///
/// An item has genres and a user has tastes: the rating is the mean, what the user and the
/// item add to it in general, a user's love of Comedy times the film's Comedy-ness and so on
/// for each genre, and noise, rounded to half-stars from 0.5 to 5:
///
///     r_ij = μ + b_i + c_j + Σ_g w_ig · u_jg + ε
///
/// A few users rate much, most rate little, and likewise for items.
public struct PlantedRatings: Sendable {
  /// The ratings, by user and then by item.
  public var table: RatingTable
  /// The factors and biases they were made from; its factors are the genres, in order.
  public var truth: FactorModel
  /// The name of each factor.
  public var genres: [String]
  /// The genre that is strongest in each item.
  public var mainGenres: [Int]

  /// What to make.
  public struct Configuration: TrainingSettings, Hashable {
    @Bounded(in: Limits.numbered) public var users = 1000
    @Bounded(in: Limits.numbered) public var items = 800
    /// How many ratings; no pair of user and item has two.
    @Bounded(in: Limits.numbered) public var ratings = 80_000
    /// How many genres, of which the first five have names.
    @Bounded(in: 1...64) public var factors = 5
    /// The standard deviation of ε, in stars; rounding to half-stars adds 0.14.
    @Bounded(in: 0...) public var noise = 0.3
    public var seed: UInt64 = 1
    /// How many threads compute; the result is the same for any number.
    @Bounded(in: 1...) public var threads = 1
    /// How many bytes of memory it may take; nil for all that there are.
    public var memory: Int?

    public init() {}
  }

  /// Makes ratings.
  ///
  /// - Throws: `PlantedRatingsError`.
  public init(_ configuration: Configuration = Configuration()) throws(PlantedRatingsError) {
    try configuration.check()
    let films = InventedFilms(configuration)
    genres = films.genres
    mainGenres = films.mainGenres
    truth = configuration.truth(films)
    table = configuration.rate(truth, films)
  }
}

/// Why ratings can't be made.
public enum PlantedRatingsError: Error, Equatable {
  /// A setting lies outside its bounds, by the name that notebooks have for it.
  case parameterOutOfRange(String)
  /// There aren't that many pairs of a user and an item.
  case tooManyRatings(pairs: Int)
  /// There isn't the memory for so many.
  case tooLarge(MemoryShortage)
}

extension PlantedRatings.Configuration {
  /// μ.
  private static let mean = 3.4
  /// The standard deviations of b, c and w.
  private static let userBiasDeviation = 0.3
  private static let itemBiasDeviation = 0.35
  private static let tasteDeviation = 0.65
  /// Ratings are given in these ten years, in seconds since 1970.
  private static let period: (start: Int, length: Int) = (1_420_070_400, 315_619_200)

  /// Says why ratings can't be made of this, before any are.
  public func check() throws(PlantedRatingsError) {
    if let name = outOfBounds { throw .parameterOutOfRange(name) }
    // Both are below 2³¹, so their product is an Int.
    guard ratings <= users * items else { throw .tooManyRatings(pairs: users * items) }
    do {
      try requireMemory(memoryNeed, of: memory)
    } catch {
      throw .tooLarge(error)
    }
  }

  /// About how many bytes the ratings take, and what it takes to make them.
  private var memoryNeed: Double {
    let factors = Double(factors)
    return 40 * Double(ratings) + (80 + 4 * factors) * Double(users)
      + (160 + 4 * factors + Double(usableThreads(threads))) * Double(items)
  }

  /// The model to plant.
  fileprivate func truth(_ films: InventedFilms) -> FactorModel {
    var tastes = Matrix<Float>(rowCount: users, columnCount: factors)
    var userBiases: [Float] = []
    let userSource = RandomSource(seed: seed, purpose: "planted.users")
    for user in 0..<users {
      var random = userSource.sequence(row: user)
      userBiases.append(Float(Self.userBiasDeviation * random.normal()))
      for genre in 0..<factors {
        tastes[user, genre] = Float(Self.tasteDeviation * random.normal())
      }
    }
    let itemSource = RandomSource(seed: seed, purpose: "planted.items")
    let itemBiases = (0..<items).map { item in
      var random = itemSource.sequence(row: item)
      return Float(Self.itemBiasDeviation * random.normal())
    }
    return FactorModel(
      mean: Float(Self.mean), userFactors: tastes, itemFactors: films.factors,
      userBiases: userBiases, itemBiases: itemBiases)
  }

  /// Chooses who rates what, and rates.
  fileprivate func rate(_ truth: FactorModel, _ films: InventedFilms) -> RatingTable {
    let counts = ratingsPerUser()
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    let popularity = Popularity(items: items, seed: seed)
    let source = RandomSource(seed: seed, purpose: "planted.ratings")

    let userIndices = ScratchMemory<Int32>(repeating: 0, count: ratings)
    let itemIndices = ScratchMemory<Int32>(repeating: 0, count: ratings)
    let values = ScratchMemory<Float>(repeating: 0, count: ratings)
    let timestamps = ScratchMemory<Int64>(repeating: 0, count: ratings)
    let chunks = chunksOfEqualWork(counts, count: 256)
    let chosen = ScratchMemory(repeating: false, count: usableThreads(threads) * items)
    parallelFor(chunks.count, threads: threads) { chunk, thread in
      let chosen = chosen.pointer + thread * items
      for user in chunks[chunk] {
        var random = source.sequence(row: user)
        let start = starts[user]
        for (offset, item) in popularity.choose(counts[user], &random, marks: chosen).enumerated() {
          let predicted = Double(truth.prediction(user: user, item: item))
          let rating = predicted + noise * random.normal()
          let position = start + offset
          userIndices.pointer[position] = Int32(user)
          itemIndices.pointer[position] = Int32(item)
          values.pointer[position] = Float(min(max((2 * rating).rounded(), 1), 10) / 2)
          timestamps.pointer[position] = Int64(
            Self.period.start + random.integer(below: Self.period.length))
        }
      }
    }
    return RatingTable(
      users: Identities(.numbers((1...Int64(users)).map { $0 })),
      items: Identities(.numbers((1...Int64(items)).map { $0 }), titles: films.titles),
      userIndices: userIndices.array, itemIndices: itemIndices.array, values: values.array,
      timestamps: timestamps.array, source: RatingSource(name: "planted"))
  }

  /// How many ratings each user gives: `ratings` in all, long-tailed (log-normal).
  private func ratingsPerUser() -> [Int] {
    let source = RandomSource(seed: seed, purpose: "planted.activity")
    // A quarter of the ratings is dealt out evenly, so that everybody has some.
    let floor = ratings / users / 4
    var counts = Array(repeating: floor, count: users)
    var left = ratings - floor * users
    let weights = (0..<users).map { user in
      var random = source.sequence(row: user)
      return exp(random.normal())
    }
    // Each pass deals out what is left in proportion; who has rated everything is left out.
    while left > 0 {
      let open = counts.indices.filter { counts[$0] < items }
      let total = open.reduce(0) { $0 + weights[$1] }
      let before = left
      for user in open {
        let share = Int(Double(before) * weights[user] / total)
        let added = min(share, items - counts[user], left)
        counts[user] += added
        left -= added
      }
      // What rounding down leaves over goes one each, to the most active first.
      if before - left < open.count {
        for user in open.sorted(by: { (weights[$0], $1) > (weights[$1], $0) })
        where left > 0 && counts[user] < items {
          counts[user] += 1
          left -= 1
        }
      }
    }
    return counts
  }
}
