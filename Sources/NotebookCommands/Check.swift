import ArgumentParser
import Documents
import NotebookRunner
import NotebookSyntax

struct Check<Tool: NotebookTool>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check",
      abstract: "Reports everything wrong with notebooks, without running them.")
  }

  @OptionGroup var arguments: NotebookArguments

  func run() throws {
    for file in try arguments.check(Tool.operations) {
      let count = file.checked.notebook.cells.count
      print("\(file.path): \(count) \(count == 1 ? "cell" : "cells"), nothing wrong")
    }
  }
}
