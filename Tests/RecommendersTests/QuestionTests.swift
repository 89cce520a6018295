import LinearAlgebra
import Recommenders
import Testing

@Suite struct QuestionTests {
  private var model: FactorModel {
    var random = RandomSource(seed: 3, purpose: "questions").sequence()
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    return FactorModel(
      mean: 3.5, userFactors: Matrix(rowCount: 5, columnCount: 4, elements: numbers(20)),
      itemFactors: Matrix(rowCount: 7, columnCount: 4, elements: numbers(24) + [0, 0, 0, 0]),
      userBiases: numbers(5), itemBiases: numbers(7))
  }

  @Test func aPredictionIsTheSumOfItsParts() {
    for user in 0..<5 {
      #expect(
        model.predictions(user: user) == (0..<7).map { model.prediction(user: user, item: $0) })
      for item in 0..<7 {
        let sum = model.parts(user: user, item: item).reduce(0.0) { $0 + Double($1.value) }
        #expect(abs(sum - Double(model.prediction(user: user, item: item))) < 1e-5)
      }
    }
  }

  @Test func nearnessIsTheCosine() throws {
    func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
      let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      return product / (a.reduce(0) { $0 + $1 * $1 } * b.reduce(0) { $0 + $1 * $1 }).squareRoot()
    }
    let reach = FactorReach(of: model, on: ratingTable(users: 5, items: 7, [(0, 0, 4)]))
    let nearest = model.nearestItems(to: 2, count: 10, reach) { $0 != 4 }
    let u = model.itemFactors
    let expected = [0, 1, 3, 5].sorted { cosine(u.row(2), u.row($0)) > cosine(u.row(2), u.row($1)) }
    #expect(nearest.map(\.item) == expected)  // 6 has no factors
    #expect(abs(nearest[0].score - cosine(u.row(2), u.row(expected[0]))) < 1e-6)
    #expect(model.nearestItems(to: 6, count: 10, reach).isEmpty)
    #expect(model.cosine(user: 0, item: 6, reach) == nil)
  }

  @Test func peopleNameThingsInTheirOwnWays() throws {
    let films = Identities(
      .numbers([1, 19, 2001, 3]),
      titles: ["Toy Story (1995)", "Ace (1995)", "Toy Story 2 (1999)", "2001 (1968)"])
    #expect(try films.number(named: "19") == 1)
    #expect(try films.number(named: "2001") == 2)  // identifiers go first
    #expect(try films.number(named: "toy story (1995)") == 0)
    #expect(try films.number(named: "story 2") == 2)
    #expect(throws: IdentityLookupError.ambiguous("toy", candidates: [0, 2])) {
      try films.number(named: "toy")
    }
    #expect(throws: IdentityLookupError.unknown("Heat")) { try films.number(named: "Heat") }
    #expect(throws: IdentityLookupError.unknown("")) { try films.number(named: "") }
    #expect(try Identities(.words(["ann", "Ann"])).number(named: "Ann") == 1)
    // Two people who spell their names in two ways.
    let spellings = Identities(.words(["Ren\u{E9}", "Rene\u{301}"]))
    #expect(try spellings.number(named: "Ren\u{E9}") == 0)
    #expect(try spellings.number(named: "Rene\u{301}") == 1)
  }
}
