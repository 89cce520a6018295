import NotebookSyntax
import Operations

/// The files that a notebook may show as pictures, by their paths from the notebook's folder.
///
/// A check asks through this, so that it can be tested without a disk.
public struct PictureFiles: Sendable {
  /// The size of a file in bytes; nil if there is no such file that can be read.
  public var size: @Sendable (_ path: String) -> Int?
  /// All bytes of a file; nil if it can't be read.
  public var contents: @Sendable (_ path: String) -> [UInt8]?
  /// The names of what is in a folder; `.` for the notebook's own.
  public var names: @Sendable (_ folder: String) -> [String]

  public init(
    size: @escaping @Sendable (_ path: String) -> Int?,
    contents: @escaping @Sendable (_ path: String) -> [UInt8]?,
    names: @escaping @Sendable (_ folder: String) -> [String]
  ) {
    self.size = size
    self.contents = contents
    self.names = names
  }
}

extension NotebookChecker {
  /// The bytes of a picture that every reader can be asked to load.
  private static let largestPicture = 1_000_000
  /// The bytes of a file that are looked at; no picture for a page has more.
  private static let mostBytes = 64_000_000
  /// More names than these are no help.
  private static let mostNames = 8

  /// Checks that pictures are there, are pictures, are not too large and say what they show.
  mutating func check(_ pictures: [Picture], in files: PictureFiles?) {
    for picture in pictures {
      if !picture.isDescribed {
        problems.append(
          Diagnostic(
            .missingAlternative, "A picture needs a description for those who can't see it",
            at: picture.range,
            severity: .warning,
            help: "describe it between the brackets: ![…](\(picture.source))"))
      }
      if let files, let problem = problem(with: picture, in: files) { problems.append(problem) }
    }
  }

  private func problem(with picture: Picture, in files: PictureFiles) -> Diagnostic? {
    let address = Address(picture.source)
    let place = picture.sourceRange
    guard !address.isRemote else { return nil }
    guard address.isLocal else {
      return Diagnostic(
        .invalidPicturePath,
        picture.source.isEmpty
          ? "A picture needs a path" : "'\(picture.source)' is not a path relative to the notebook",
        at: place, help: "write the path of a file relative to the notebook's folder")
    }
    guard let size = files.size(address.path) else {
      return Diagnostic(
        .missingPicture, "There is no picture '\(address.path)'", at: place,
        help: suggestion(for: address.path, in: files))
    }
    guard let format = PictureFormat(path: address.path) else {
      let known = PictureFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
      return Diagnostic(
        .unknownPictureFormat, "'\(address.path)' is not a picture that a page can show", at: place,
        help: "pictures are \(known)")
    }
    if size <= Self.mostBytes, let bytes = files.contents(address.path),
      let problem = Self.problem(with: bytes, of: address.path, as: format, at: place)
    {
      return problem
    }
    guard size > Self.largestPicture else { return nil }
    return Diagnostic(
      .heavyPicture, "The picture '\(address.path)' has \(Kilobytes.text(size))", at: place,
      severity: .warning,
      help:
        "it is embedded in the page; make it smaller than \(Kilobytes.text(Self.largestPicture))"
    )
  }

  /// Why the content of a file is no picture of the format that its name says.
  private static func problem(
    with bytes: [UInt8], of path: String, as format: PictureFormat, at place: SourceRange
  ) -> Diagnostic? {
    let (message, help): (String, String?)
    switch PictureContent(bytes) {
    case .picture(let found) where found.mediaType == format.mediaType: return nil
    case .picture(let found):
      (message, help) = (
        "'\(path)' is in the format \(found.name)",
        "end its name in .\(found.rawValue)"
      )
    case .problem(.empty): (message, help) = ("The picture '\(path)' is empty", "save it again")
    case .problem(.pointer):
      (message, help) = (
        "'\(path)' isn't a picture but what Git LFS left in its place", "get it with 'git lfs pull'"
      )
    case .problem(.truncated(let found)):
      (message, help) = (
        "The picture '\(path)' is cut off: the end of its \(found.name) data is missing",
        "save it again"
      )
    case .problem(.noNamespace):
      (message, help) = (
        "The picture '\(path)' lacks the namespace of SVG, without which browsers don't show it",
        "start it with <svg xmlns=\"http://www.w3.org/2000/svg\""
      )
    case .problem(.other(let what)):
      let known = PictureFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
      (message, help) = (
        what.map { "'\(path)' isn't a picture but \($0)" } ?? "'\(path)' isn't a picture",
        "pictures are \(known)"
      )
    }
    return Diagnostic(.brokenPicture, message, at: place, help: help)
  }

  /// The picture in the same folder that was probably meant, or those that there are.
  private func suggestion(for path: String, in files: PictureFiles) -> String? {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[..<$0]) } ?? "."
    let prefix = slash.map { path[...$0] } ?? ""
    let names = files.names(folder).filter { PictureFormat(path: $0) != nil }.sorted()
    let words = NotebookSyntax.suggestion(for: path, among: names.map { prefix + $0 })
    return names.count > Self.mostNames && words?.hasPrefix("there are") == true ? nil : words
  }
}
