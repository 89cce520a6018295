import NotebookSyntax
import Operations
import Recommenders

// What the operations that ask something of a model have in common.

extension AnyTrainedModel {
  var users: Identities { data.train.users }
  var items: Identities { data.train.items }

  /// How many ratings of its own test it has learnt from.
  var learntTestCount: Int { history.count(inTestOf: data) }

  /// The user that a cell names.
  func user(_ text: String) throws -> Int { try find(text, among: users, "user") }

  /// The item that a cell names.
  func item(_ text: String) throws -> Int { try find(text, among: items, "item") }

  private func find(_ text: String, among identities: Identities, _ what: String) throws -> Int {
    do throws(IdentityLookupError) {
      return try identities.number(named: text)
    } catch {
      switch error {
      case .unknown:
        let names = (0..<identities.count).map(identities.name(of:))
        throw OperationFailure(
          .unknownIdentity, "The ratings have no \(what) '\(text)'",
          help: suggestion(for: text, among: names) ?? "there is none at all",
          parameter: what)
      case .ambiguous(_, let candidates):
        let shown = candidates.prefix(5).map {
          "'\(identities.name(of: $0))' is \(identities.identifier(of: $0))"
        }
        let rest = candidates.count - shown.count
        throw OperationFailure(
          .ambiguousIdentity, "\(candidates.count) titles contain '\(text)'",
          details: shown + (rest > 0 ? ["and \(rest) more"] : []),
          help: "write more of the title, or the identifier", parameter: what)
      }
    }
  }

  /// Makes sure that factors say something.
  func requireFactors() throws(OperationFailure) {
    if let vanishedFactors { throw vanishedFactors.failure }
  }

  /// Whether its training ratings are at hand; a file of a model need not have them.
  fileprivate var hasRatings: Bool { data.train.count > 0 }

  /// How many training ratings each item has.
  var itemCounts: [Int] { data.train.counts(of: .items) }

  /// The items whose ratings by a user the model has learnt from.
  func ratedItems(of user: Int) -> Set<Int> {
    let identities = data.train.identities
    return Set(
      history.tables.flatMap { table in
        let table = table.numbered(as: identities)
        return (0..<table.count).lazy.filter { table.userIndices[$0] == Int32(user) }
          .map { Int(table.itemIndices[$0]) }
      })
  }

  /// Items with what they are ranked by, as a table.
  func table(_ caption: String, _ ranked: [RankedItem], score: String, digits: Int) -> Table {
    var columns: [Table.Column] = [
      .init("item", .text(ranked.map { items.name(of: $0.item) })),
      .init(score, .real(ranked.map { Double($0.score) }, fractionDigits: digits)),
    ]
    if hasRatings {
      let counts = itemCounts
      columns.append(.init("training ratings", .integer(ranked.map { counts[$0.item] })))
    }
    return Table(caption, columns: columns)
  }
}

/// What operations that list items have in common.
struct ListingParameters: ParameterGroup {
  @Parameter("List only items with at least this many training ratings.", in: 0...)
  var minimumRatings = 0

  /// Which items of a model may be listed.
  func candidates(of model: AnyTrainedModel) throws(OperationFailure) -> (Int) -> Bool {
    let least = minimumRatings
    guard least > 0 else { return { _ in true } }
    guard model.hasRatings else {
      throw OperationFailure(
        .unknownTraining, "It isn't known how many training ratings an item of this model has",
        help: "leave 'minimum-ratings' out, or save the model again with its training ratings",
        parameter: "minimum-ratings")
    }
    let counts = model.itemCounts
    return { counts[$0] >= least }
  }
}

/// What an operation answers that only shows something.
struct Answer: Presentable {
  static let typeDescription = "an answer"
  var outputs: [Output]
}

extension ResultShape {
  /// A result with plots and tables that depend on the operation.
  init(of type: any Presentable.Type, showing outputs: [NamedOutput]) {
    self.init(of: type)
    addOutputs(outputs)
  }
}
