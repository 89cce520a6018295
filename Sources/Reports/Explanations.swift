public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with a page.
  public static let ofPages = read(
    #"""
    # heavy-page
    A page contains everything it shows: pictures, plots, tables, fonts. This one takes long to load
    on a phone; its heaviest parts are listed. Show fewer rows and points, and make pictures
    smaller.
    """#)
}
