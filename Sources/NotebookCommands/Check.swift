import ArgumentParser
import NotebookRunner
import NotebookSyntax

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reports everything wrong with notebooks, without running them.")

  @OptionGroup var arguments: NotebookArguments

  func run() throws {
    for file in try arguments.check() {
      let count = file.notebook.notebook.cells.count
      print("\(file.path): \(count) \(count == 1 ? "cell" : "cells"), nothing wrong")
    }
  }
}
