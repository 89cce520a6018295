import Operations
import Recommenders

extension OperationFailure {
  /// Words why a file of arrays can't be used.
  init(_ error: ArrayFileError, as use: FileKind.Use) {
    func file(_ path: String) -> String { "'\(path.lastComponent)'" }
    switch error {
    case .unreadable(let path, let reason):
      self.init(
        reason.code, reason.inWords(of: path.lastComponent),
        help: reason.advice(for: path.lastComponent, as: use), parameter: "path")
    case .notAnArchive(let path, let message):
      self.init(
        .unreadableFile, "\(file(path)) is not an '.npz' file",
        details: ["the archive can't be read: \(message)"],
        help: "write it again with 'save', numpy.savez or scipy.sparse.save_npz", parameter: "path")
    case .tooLarge(let path, let limit):
      self.init(
        .unreadableFile,
        "\(file(path)) unpacks to more than \(limit / 1_000_000) MB, over a hundred times its size",
        help: "if that is right, save it uncompressed", parameter: "path")
    case .missing(let path, let array, let present):
      self.init(
        .unusableArray, "\(file(path)) has no array '\(array)'",
        details: [present.isEmpty ? "it has none at all" : "it has \(present.inWords)"],
        help: array == "format"
          ? "ratings must be saved as scipy.sparse.save_npz writes them" : nil, parameter: "path")
    case .badArray(let path, let array, let problem):
      self.init(
        .unusableArray, "The array '\(array)' of \(file(path)) can't be used",
        details: [problem.inWords],
        parameter: "path")
    case .sparseFormat(let path, let format):
      self.init(
        .unusableArray,
        "\(file(path)) is a sparse matrix in the format '\(format)', which isn't read",
        help: "save it as CSR: 'scipy.sparse.save_npz(file, matrix.tocsr())'", parameter: "path")
    case .repeatedElements(let path, let row, let column, let count):
      self.init(
        .duplicateRatings, "\(file(path)) has some elements more than once",
        details: [
          "row \(row), column \(column)" + (count > 1 ? ", and \(count - 1) more" : "")
        ], help: "say which rating counts: 'duplicates: first', 'last' or 'mean'",
        parameter: "path")
    case .nothingInside(let path):
      self.init(.noRatings, "\(file(path)) is empty", parameter: "path")
    }
  }
}

extension ArrayProblem {
  fileprivate var inWords: String {
    switch self {
    case .notNPY: "it doesn't start like a NumPy array"
    case .version(let version): "version \(version) of NumPy's format isn't supported"
    case .header(let text): "its header isn't one that NumPy writes: \(text)"
    case .objects: "it holds Python objects, which could run code; save numbers or text"
    case .elementType(let type):
      "elements of type '\(type)' aren't supported; convert them to float32"
    case .kind(let expected, let found): "it should hold \(expected), but has the type '\(found)'"
    case .shape(let expected, let found):
      "it should have \(expected), but its shape is "
        + "(\(found.map(String.init).joined(separator: ", ")))"
    case .size(let expected, let found): "it takes \(expected) bytes, but there are \(found)"
    case .outOfRange(let element, let found, let expected):
      "element \(element) is \(found), not \(expected)"
    case .repeated(let name, let first, let second):
      "elements \(first) and \(second) are both '\(name)', so two rows would become one"
    case .outOfProportion(let length, let limit):
      "there are too few values for \(length.grouped) rows or columns; the limit is \(limit.grouped)"
    }
  }
}
