/// What swift-argument-parser tells other programs of the commands that are declared with it, as far
/// as a manual page needs it.
struct DumpedHelp: Decodable {
  let command: Command

  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let defaultSubcommand: String?
    let shouldDisplay: Bool
    let subcommands: [Command]?
    let arguments: [Argument]?

    var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }

    /// Those that not every command has.
    var ownArguments: [Argument] {
      shownArguments.filter { !["help", "version"].contains($0.preferredName?.name) }
    }
  }

  struct Argument: Decodable {
    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let preferredName: Name?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?

    var takesValue: Bool { kind == "option" }

    /// What it does, what it may be, and what it is by default.
    var meaning: String {
      var parts = [abstract ?? ""]
      if let allValues { parts.append("One of \(allValues.joined(separator: ", ")).") }
      if let defaultValue { parts.append("By default \(defaultValue).") }
      return parts.joined(separator: "\n")
    }
  }

  struct Name: Decodable {
    let kind: String
    let name: String

    /// The name behind its first dash.
    var flag: String { kind == "long" ? "-\(name)" : name }
  }
}
