public import NotebookSyntax

/// What an author should know about a result that came out, but may not be what it is taken for.
///
/// A result says so itself, as facts about it: so the page, the terminal and `--strict` learn of
/// it alike. The runner adds the place.
public struct ResultWarning: Hashable, Sendable {
  /// The rule that may have been broken.
  public var code: DiagnosticCode
  /// A headline: what is odd, no full stop.
  public var message: String
  /// The particulars, a line each.
  public var details: [String]
  /// What to do about it, as an instruction.
  public var help: String?
  /// The parameter that it is about, if it isn't about the cell as a whole.
  public var parameter: String?

  public init(
    _ code: DiagnosticCode, _ message: String, details: [String] = [], help: String? = nil,
    parameter: String? = nil
  ) {
    self.code = code
    self.message = message
    self.details = details
    self.help = help
    self.parameter = parameter
  }
}
