import FoundationEssentials
import Glibc

/// Where Debian's packages put KaTeX: `libjs-katex` and `fonts-katex`.
struct KaTeXFiles: Sendable {
  var script = "/usr/share/javascript/katex/katex.min.js"
  var style = "/usr/share/javascript/katex/katex.min.css"
  /// The folder of `KaTeX_Main-Regular.woff2` and the others.
  var fonts = "/usr/share/fonts/truetype/katex"
}

/// The text of a file; nil if it can't be read.
func textOfFile(_ path: String) -> String? {
  guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
  return String(decoding: data, as: UTF8.self)
}

/// How many bytes a file holds; nil if there is none.
func sizeOfFile(_ path: String) -> Int? {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : nil
}
