import LinearAlgebra

/// Films that don't exist: their genres, and titles that show them.
struct InventedFilms {
  let genres: [String]
  /// How much of each genre a film has.
  private(set) var factors: Matrix<Float>
  private(set) var mainGenres: [Int] = []
  private(set) var titles: [String] = []

  /// The words that titles are made of, by genre.
  private static let vocabulary: [(genre: String, first: [String], second: [String])] = [
    (
      "Action",
      ["Steel", "Rogue", "Final", "Midnight", "Crimson", "Iron", "Double", "Burning"],
      ["Convoy", "Protocol", "Pursuit", "Strike", "Vendetta", "Outpost", "Payload", "Heist"]
    ),
    (
      "Comedy",
      [
        "My Cousin's", "The Accidental", "Holiday", "Suburban", "Awkward", "Two", "Granny's",
        "Half a",
      ],
      ["Wedding", "Llama", "Landlord", "Roommate", "Reunion", "Umbrella", "Butler", "Picnic"]
    ),
    (
      "Romance",
      [
        "Letters from", "A Summer in", "The Last Waltz in", "Rain over", "Promises in",
        "Meet Me in", "Autumn in", "One Night in",
      ],
      ["Lisbon", "Verona", "Kyoto", "Vienna", "Seville", "Bruges", "Odessa", "Prague"]
    ),
    (
      "Horror",
      [
        "The Hollow", "Whispers in the", "Beneath the", "The Pale", "Something in the",
        "Night of the", "The Silent", "Return to the",
      ],
      ["House", "Cellar", "Orchard", "Lake", "Asylum", "Mirror", "Lighthouse", "Woods"]
    ),
    (
      "Animation",
      [
        "Captain", "Princess", "The Brave Little", "Professor", "Pip and the", "The Secret",
        "Super", "Moonlight",
      ],
      ["Otter", "Dragon", "Teapot", "Robot", "Penguin", "Balloon", "Acorn", "Comet"]
    ),
  ]

  init(_ configuration: PlantedRatings.Configuration) {
    let count = configuration.factors
    genres = (0..<count).map {
      $0 < Self.vocabulary.count ? Self.vocabulary[$0].genre : "Genre \($0 + 1)"
    }
    factors = Matrix(rowCount: configuration.items, columnCount: count)
    var filmsOfGenre = Array(repeating: 0, count: count)
    let source = RandomSource(seed: configuration.seed, purpose: "planted.genres")
    for film in 0..<configuration.items {
      var random = source.sequence(row: film)
      let main = random.integer(below: count)
      mainGenres.append(main)
      factors[film, main] = Float(0.8 + 0.5 * random.uniform())
      var shown = genres[main]
      // Every third film has a second genre, and less of it.
      if count > 1 && random.uniform() < 1.0 / 3 {
        let second = (main + 1 + random.integer(below: count - 1)) % count
        factors[film, second] = Float(0.3 + 0.4 * random.uniform())
        shown += ", \(genres[second])"
      }
      titles.append("\(Self.name(filmsOfGenre[main], genre: main)) [\(shown)]")
      filmsOfGenre[main] += 1
    }
  }

  /// The name of a genre's film, by its number among them; none is given twice.
  private static func name(_ number: Int, genre: Int) -> String {
    guard genre < vocabulary.count else { return "Film \(number + 1)" }
    let words = vocabulary[genre]
    let names = words.first.count * words.second.count
    let name = number % names
    // All pairs, without repeating a word at once.
    let second = name % words.second.count
    let first = (name / words.second.count + 5 * second) % words.first.count
    let sequel = number / names
    let title = "\(words.first[first]) \(words.second[second])"
    return sequel == 0 ? title : "\(title) \(sequel + 1)"
  }
}
