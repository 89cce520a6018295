/// A format of files: what it is called, how its files are known, and how they are read.
///
/// Formats are values in a list. A new one is a file with its value, and an entry of the list.
public protocol FileFormat: Hashable, Sendable {
  associatedtype Request
  associatedtype Content

  /// Every format, in the order in which people are told of them.
  static var all: [Self] { get }

  /// What people call it, and notebooks write.
  var name: String { get }
  /// What stands behind the last point of such files' names.
  var extensions: [String] { get }
  var reading: FileReading<Request, Content> { get }
}

/// How the files of a format are read.
public enum FileReading<Request, Content>: Sendable {
  /// Lines of text, whose fields are separated in one of these ways, the likeliest first.
  case lines([LineForm])
  /// Anything else, which the first bytes tell, by a function of its own.
  case whole(FileKind, @Sendable (_ bytes: [UInt8], _ request: Request) throws -> Content)
}

extension FileFormat {
  public static func == (left: Self, right: Self) -> Bool { left.name == right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// The format of a name; nil if there is none.
  public init?(named name: String) {
    guard let format = Self.all.first(where: { $0.name == name }) else { return nil }
    self = format
  }

  /// The formats that the name of a file suggests.
  static func suggested(by path: String) -> [Self] {
    let name = fileExtension(of: path)
    return all.filter { $0.extensions.contains(name) }
  }

  /// The function that reads a file as a whole; nil if it has to be lines of text.
  ///
  /// - Parameters:
  ///   - format: the format that is named; nil to tell by the content and the path.
  ///   - path: the path of the file.
  ///   - content: its content.
  /// - Returns: the function.
  static func wholeReading(
    _ format: Self?, path: String, content: [UInt8]
  ) -> (@Sendable (_ bytes: [UInt8], _ request: Request) throws -> Content)? {
    func recognized() -> Self? {
      FileKind(of: content).flatMap { kind in all.first { $0.kind == kind } }
    }
    let format = format ?? recognized() ?? suggested(by: path).first
    guard case .whole(_, let read) = format?.reading else { return nil }
    return read
  }

  /// What the first bytes of its files tell; nil for text.
  private var kind: FileKind? {
    if case .whole(let kind, _) = reading { kind } else { nil }
  }

  /// How the lines of its files may be; none if it isn't text.
  var lineForms: [LineForm] {
    if case .lines(let forms) = reading { forms } else { [] }
  }
}

/// What stands behind the last point of a file's name but for `.gz`, in lower case.
func fileExtension(of path: String) -> String {
  var name = path.split(separator: "/").last ?? ""
  if name.lowercased().hasSuffix(".gz") { name = name.dropLast(3) }
  return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
}
