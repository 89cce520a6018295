/// Why a file of NumPy arrays could not be read.
public enum ArrayFileError: Error, Hashable, Sendable {
  /// The file itself can't be had.
  case unreadable(path: String, UnreadableFile)
  /// The file isn't a zip archive, or a damaged one; the message is libarchive's.
  case notAnArchive(path: String, message: String)
  /// The archive's arrays take more bytes than its size makes likely.
  case tooLarge(path: String, limit: Int)
  /// An array that is needed isn't there; `present` are those that are.
  case missing(path: String, array: String, present: [String])
  case badArray(path: String, array: String, ArrayProblem)
  /// A sparse matrix in a format that isn't read, such as `bsr`.
  case sparseFormat(path: String, String)
  /// The same user and item more than once: their row and column, the first of so many.
  case repeatedElements(path: String, row: Int, column: Int, count: Int)
  /// There is not one element.
  case nothingInside(path: String)
}

/// What is wrong with an array of a file.
public enum ArrayProblem: Error, Hashable, Sendable {
  /// It doesn't begin as NumPy's files do.
  case notNPY
  /// A version of NumPy's format that isn't known.
  case version(Int)
  /// The header isn't what NumPy writes.
  case header(String)
  /// Python objects, which only Python can read and which may run programs.
  case objects
  /// A type of elements that isn't read, as NumPy writes it.
  case elementType(String)
  /// The elements have another kind than is needed, which `expected` names.
  case kind(expected: String, found: String)
  /// The array has other lengths than is needed.
  case shape(expected: String, found: [Int])
  /// Fewer or more bytes than its lengths ask for, or its header.
  case size(expected: Int, found: Int)
  /// An element isn't in the range that it must be in.
  case outOfRange(element: Int, found: String, expected: String)
  /// Two elements are the same name, of which the first stands at `first`.
  case repeated(String, first: Int, second: Int)
  /// A length is more than the array's elements make likely.
  case outOfProportion(length: Int, limit: Int)
}
