import Files
import NotebookSyntax
import Operations
import Recommenders

extension FileKind {
  /// What a file is to be read as.
  enum Use { case ratings, titles, model }

  /// What it is, with an article.
  var inWords: String {
    switch self {
    case .zip: "a zip archive"
    case .gzip: "a gzip file"
    case .bzip2: "a bzip2 file"
    case .xz: "an xz file"
    case .zstandard: "a Zstandard file"
    case .lz4: "an LZ4 file"
    case .sevenZip: "a 7z archive"
    case .rar: "a RAR archive"
    case .tar: "a tar archive"
    case .compress: "a file packed with 'compress'"
    case .excel: "an Excel workbook"
    case .oldOffice: "an Excel workbook of the old kind (.xls)"
    case .openDocument: "an OpenDocument spreadsheet"
    case .parquet: "a Parquet file"
    case .arrow: "an Arrow or Feather file"
    case .orc: "an ORC file"
    case .avro: "an Avro file"
    case .sqlite: "an SQLite database"
    case .rData: "an R data file"
    case .stata: "a Stata file"
    case .npz: "a file of NumPy arrays (.npz)"
    case .npy: "a single NumPy array (.npy)"
    case .hdf5: "an HDF5 file"
    case .matlab: "a MATLAB file"
    case .pickle: "a Python pickle"
    case .matrixMarket: "a Matrix Market file"
    case .utf16: "text in UTF-16"
    case .utf32: "text in UTF-32"
    case .jsonLines: "a JSON Lines file"
    case .json: "a JSON file"
    case .html: "an HTML page"
    case .xml: "an XML file"
    case .gitLFS: "a Git LFS pointer, not the file itself"
    case .arff: "an ARFF file"
    case .pdf: "a PDF file"
    case .picture: "a picture"
    case .binary: "a binary file, not text"
    }
  }

  /// What to do with a file of this kind to have it read.
  func advice(for file: String, as use: Use) -> String {
    switch self {
    case .zip, .sevenZip, .rar, .tar: return "unpack it, and give the path of the file inside"
    case .gzip: return unpacking("gunzip")
    case .bzip2: return unpacking("bunzip2")
    case .xz: return unpacking("unxz")
    case .zstandard: return unpacking("unzstd")
    case .lz4: return unpacking("unlz4")
    case .compress: return unpacking("uncompress")
    case .gitLFS: return "fetch the file with 'git lfs pull'"
    case .html, .xml:
      return "look into it: it may be a server's reply instead of the file; download it again"
    case .utf16: return "save it as UTF-8: iconv -f UTF-16 -t UTF-8 '\(file)' > utf8.csv"
    case .utf32: return "save it as UTF-8: iconv -f UTF-32 -t UTF-8 '\(file)' > utf8.csv"
    default: break
    }
    return switch use {
    case .ratings: adviceForRatings(in: file)
    case .titles: adviceForText(in: file) ?? "titles are read from lines of text, such as CSV"
    case .model:
      "a model is read from an '.npz' file: numpy.savez('model.npz', user_factors=…, item_factors=…)"
    }
  }

  private func unpacking(_ program: String) -> String {
    "unpack it with '\(program)'; only gzip files are read without unpacking"
  }

  private func adviceForRatings(in file: String) -> String {
    func sparse(_ matrix: String) -> String {
      "save it as a sparse matrix, in Python: scipy.sparse.save_npz('ratings.npz', \(matrix))"
    }
    return switch self {
    case .npz: "leave 'format' out, or write 'format: npz'"
    case .npy: sparse("scipy.sparse.csr_matrix(numpy.load('\(file)'))")
    case .matlab: sparse("scipy.sparse.csr_matrix(scipy.io.loadmat('\(file)')['…'])")
    case .matrixMarket: sparse("scipy.sparse.csr_matrix(scipy.io.mmread('\(file)'))")
    default:
      adviceForText(in: file)
        ?? "ratings are read from lines of text, such as CSV, or from a sparse matrix in '.npz'"
    }
  }

  /// How to make lines of text of it; nil if there is no usual way.
  private func adviceForText(in file: String) -> String? {
    func pandas(_ function: String, _ option: String = "") -> String {
      "save it as CSV, in Python: pandas.\(function)('\(file)'\(option))"
        + ".to_csv('\(csvName(of: file))', index=False)"
    }
    return switch self {
    case .excel, .oldOffice, .openDocument: pandas("read_excel")
    case .parquet: pandas("read_parquet")
    case .arrow: pandas("read_feather")
    case .orc: pandas("read_orc")
    case .stata: pandas("read_stata")
    case .hdf5: pandas("read_hdf")
    case .pickle: pandas("read_pickle")
    case .json: pandas("read_json")
    case .jsonLines: pandas("read_json", ", lines=True")
    case .sqlite: "save a table as CSV: sqlite3 -header -csv '\(file)' 'SELECT …' > table.csv"
    case .rData: "save it as CSV, in R: write.csv(table, 'table.csv', row.names = FALSE)"
    case .avro, .arff: "save it as CSV"
    default: nil
    }
  }

  /// `yelp.csv` for `yelp.json`.
  private func csvName(of file: String) -> String {
    let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file[...]
    return (stem.isEmpty ? file : String(stem)) + ".csv"
  }
}

extension GzipDamage {
  /// What is wrong, behind the name of the file.
  var inWords: String {
    switch self {
    case .cutOff: "is a gzip file that is cut off"
    case .checksum: "is damaged: its content doesn't match its gzip checksum"
    case .length: "is damaged: its content doesn't have the length recorded in it"
    case .followed(let count): "has \(counted(count, "byte")) after the end of its gzip data"
    case .data(let message):
      "is damaged: its gzip data can't be unpacked" + (message.isEmpty ? "" : " (\(message))")
    }
  }
}

extension UnreadableFile {
  /// What is wrong, in a sentence.
  func inWords(of file: String) -> String {
    switch self {
    case .refused(let reason): FileError(.read, file, reason).description
    case .empty: "'\(file)' is empty"
    case .damaged(let damage): "'\(file)' \(damage.inWords)"
    case .packedTwice: "'\(file)' is a gzip file inside a gzip file"
    case .expandsTooMuch(let limit):
      "'\(file)' unpacks to more than \(limit / 1_000_000) MB, over a hundred times its size"
    case .otherKind(let kind): "'\(file)' is \(kind.inWords)"
    }
  }

  var code: DiagnosticCode {
    switch self {
    case .refused(let reason): FileError(.read, "", reason).code
    case .damaged, .packedTwice, .expandsTooMuch: .damagedFile
    case .otherKind: .otherFileKind
    case .empty: .unreadableFile
    }
  }

  /// What to do about a file with this name; nil if that is plain.
  func advice(for file: String, as use: FileKind.Use) -> String? {
    switch self {
    case .otherKind(let kind): kind.advice(for: file, as: use)
    case .damaged: "copy or download it again; 'gzip -t \(file)' tests it"
    case .packedTwice: "unpack it once with 'gunzip'"
    case .expandsTooMuch: "if that is right, unpack it with 'gunzip' first"
    case .refused, .empty: nil
    }
  }
}
