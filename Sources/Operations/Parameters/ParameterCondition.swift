/// Where a parameter has a meaning: where another one of its group has one of some values.
///
/// So `momentum` is for `optimizer: sgd`, and the default of `learning-rate` depends on the optimizer.
public struct ParameterCondition: Hashable, Sendable {
  /// A value of the other parameter, and the default that there is with it.
  public struct Case: Hashable, Sendable {
    /// The value, as a notebook would write it.
    public var word: String
    /// The default, as a notebook would write it; nil if there is none.
    public var fallback: String?
    /// The same for prose.
    var fact: ScalarValue?
  }

  /// The name of the other parameter.
  public var parameter: String
  /// Its values with which this one has a meaning.
  public var cases: [Case]

  /// The case of a value.
  func `case`(_ written: String?) -> Case? { cases.first { $0.word == written } }

  /// The cases in words, such as "'optimizer: sgd'".
  var description: String {
    cases.map { "'\(parameter): \($0.word)'" }.joined(separator: " or ")
  }
}

extension ParameterCondition.Case {
  /// A case with a default.
  init(_ word: String, _ fallback: some ParameterValue) {
    self.init(word: word, fallback: fallback.yaml, fact: fallback.fact)
  }
}
