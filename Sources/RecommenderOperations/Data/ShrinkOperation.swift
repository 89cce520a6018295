import NotebookSyntax
import Operations
import Recommenders

/// `shrink`: the part of a rating matrix that is filled best.
struct ShrinkOperation: NotebookOperation {
  static let name = "shrink"
  static let summary =
    "Keeps the ratings of the most active users for the most rated items, and renumbers both."

  @Input("The ratings to choose from.") var data: RatingTable
  @Parameter(
    "How many users to keep at most, including users left without ratings; without it, all.",
    in: 1...)
  var users: Int? = nil
  @Parameter(
    "How many items to keep at most, including items left without ratings; without it, all.",
    in: 1...)
  var items: Int? = nil

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    guard users == nil && items == nil else { return [] }
    return [
      Diagnostic(
        .missingParameter, "'shrink' needs 'users' or 'items'", at: context.cell,
        help: "add 'users: 1000' to keep the thousand most active users")
    ]
  }

  func run(in context: OperationContext) async throws -> RatingTable {
    let table = data.shrunk(users: users, items: items)
    guard table.count > 0 else {
      throw OperationFailure(
        .noRatings, "None of these users has rated any of these items",
        details: [
          """
          kept were \(table.users.count.grouped) of \(data.users.count.grouped) users, and \
          \(table.items.count.grouped) of \(data.items.count.grouped) items
          """
        ],
        help: "keep more users or more items")
    }
    return table
  }
}
