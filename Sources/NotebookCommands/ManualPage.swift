import ArgumentParser
import FoundationEssentials
import Glibc

/// Writes the manual page of the program, from the declarations that its help is made of.
struct GenerateManual<Tool: NotebookTool>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "generate-manual", abstract: "Writes the manual page, for man.",
      shouldDisplay: false)
  }

  func run() throws {
    let help = try JSONDecoder().decode(DumpedHelp.self, from: Data(Root<Tool>._dumpHelp().utf8))
    let program = "nbrun \(Tool.provenance)"
    print(ManualPage(of: help.command, in: program, date: Self.today()).text)
  }

  /// The day, as manual pages are dated.
  private static func today() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 64)
    let count = strftime(&text, text.count, "%B %e, %Y", &parts)
    return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// A page for section 1 of the manual, in the macros of mdoc(7).
struct ManualPage {
  /// The program, which is the command above all others.
  private let command: DumpedHelp.Command
  /// What the page belongs to, with its version.
  private let origin: String
  private let date: String

  /// Makes the page of a program.
  ///
  /// - Parameters:
  ///   - command: the program, which is the command above all others.
  ///   - origin: what the page belongs to, with its version.
  ///   - date: when it was written, as in `November 26, 2026`.
  init(of command: DumpedHelp.Command, in origin: String, date: String) {
    self.command = command
    self.origin = origin
    self.date = date
  }

  /// The page, with everything that can be told of the program and of its commands.
  var text: String {
    let name = command.commandName
    var lines = [
      ".Dd \(date)", ".Dt \(name.uppercased()) 1", ".Os \(origin)",
      ".Sh NAME", ".Nm \(name)", ".Nd \(Self.words(command.abstract ?? "").sentence)",
      ".Sh SYNOPSIS",
    ]
    for subcommand in commands { lines += [".Nm \(name)"] + synopsis(of: subcommand) }
    lines.append(".Sh COMMANDS")
    for subcommand in commands {
      lines += [".Ss \(name) \(subcommand.commandName)", Self.words(subcommand.abstract ?? "")]
      lines += list(of: subcommand.ownArguments)
    }
    lines += [".Sh OPTIONS OF EVERY COMMAND"] + list(of: command.shownArguments)
    lines += [".Sh EXIT STATUS", ".Bl -tag -width 6n"]
    for meaning in ExitStatus.meanings { lines += [".It \(meaning.codes)", meaning.words] }
    lines.append(".El")
    return lines.joined(separator: "\n")
  }

  /// What arguments are for, in a list.
  private func list(of arguments: [DumpedHelp.Argument]) -> [String] {
    let items = arguments.flatMap { [".It \(head(of: $0))", Self.words($0.meaning)] }
    return items.isEmpty ? [] : [".Bl -tag -width 6n"] + items + [".El"]
  }

  private var commands: [DumpedHelp.Command] {
    (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  private func synopsis(of subcommand: DumpedHelp.Command) -> [String] {
    let isDefault = subcommand.commandName == command.defaultSubcommand
    let words = isDefault ? ".Op \(subcommand.commandName)" : ".Cm \(subcommand.commandName)"
    return [words]
      + subcommand.ownArguments.map { argument in
        let repeated = argument.isRepeating ? " ..." : ""
        let use = usage(of: argument)
        return argument.isOptional ? ".Op \(use)\(repeated)" : ".\(use)\(repeated)"
      }
  }

  /// One way to write an argument on the command line.
  private func usage(of argument: DumpedHelp.Argument) -> String {
    guard let name = argument.preferredName else { return "Ar \(argument.valueName ?? "")" }
    return argument.takesValue
      ? "Fl \(name.flag) Ar \(argument.valueName ?? "")" : "Fl \(name.flag)"
  }

  /// All ways to write an argument.
  private func head(of argument: DumpedHelp.Argument) -> String {
    guard let names = argument.names else { return "Ar \(argument.valueName ?? "")" }
    let flags = names.sorted { $0.flag.count < $1.flag.count }.map { "Fl \($0.flag)" }
      .joined(separator: " , ")
    return argument.takesValue ? "\(flags) Ar \(argument.valueName ?? "")" : flags
  }

  /// Text in which nothing is a macro or an escape of roff.
  private static func words(_ text: String) -> String {
    text.split(separator: "\n").map { line in
      let escaped = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      return escaped.first == "." || escaped.first == "'" ? "\\&\(escaped)" : escaped
    }.joined(separator: "\n")
  }
}

extension String {
  /// A sentence as it is written behind a dash.
  fileprivate var sentence: String {
    prefix(1).lowercased() + (hasSuffix(".") ? dropFirst().dropLast() : dropFirst())
  }
}
