/// A YAML value that remembers where it was written.
///
/// The dialect is the useful half of YAML: mappings, sequences and scalars. A scalar is
/// text until someone who knows what is expected reads it.
public struct YAMLNode: Sendable {
  public indirect enum Content: Sendable {
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  public struct Entry: Sendable {
    public var key: String
    public var keyRange: SourceRange
    public var value: YAMLNode

    public init(key: String, keyRange: SourceRange, value: YAMLNode) {
      self.key = key
      self.keyRange = keyRange
      self.value = value
    }
  }

  public var content: Content
  /// Where the value is written, quotes and brackets included.
  public var range: SourceRange
  /// Where else the value comes from, if `${name}` stands in its place.
  public var origin: Diagnostic.Note?

  public init(_ content: Content, range: SourceRange, origin: Diagnostic.Note? = nil) {
    self.content = content
    self.range = range
    self.origin = origin
  }

  /// The entries of a mapping; none for anything else.
  public var entries: [Entry] {
    if case .mapping(let entries) = content { entries } else { [] }
  }

  public var isMapping: Bool {
    if case .mapping = content { true } else { false }
  }

  /// Whether `${name}` stands somewhere in the value.
  package var hasPlaceholder: Bool {
    switch content {
    case .scalar(let text, _): !Placeholder.all(in: text).isEmpty
    case .sequence(let items): items.contains(where: \.hasPlaceholder)
    case .mapping(let entries): entries.contains(where: \.value.hasPlaceholder)
    }
  }

  /// The text of a scalar; nil for anything else.
  public var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The text of a scalar without quotes; nil for anything else.
  public var plainText: String? {
    if case .scalar(let text, isQuoted: false) = content { text } else { nil }
  }
}

extension YAMLNode: CustomStringConvertible {
  /// The value on one line, as a notebook would write it.
  public var description: String {
    switch content {
    case .scalar(let text, _): text
    case .sequence(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }
}
