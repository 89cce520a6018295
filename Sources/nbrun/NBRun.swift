import NotebookCommands

@main
enum NBRun {
  static func main() { NotebookTool.main() }
}
