import Glibc

/// The one path of a file that may be spelled in many ways, through links and folders.
///
/// The file and its folders need not be there: what is missing is spelled as it would be made.
package func canonicalPath(_ path: String) -> String { canonicalPath(path, depth: 0) }

private func canonicalPath(_ path: String, depth: Int) -> String {
  if let resolved = realpath(path, nil) {
    defer { free(resolved) }
    return String(cString: resolved)
  }
  // As many links as the system follows; a path that has more leads nowhere.
  guard depth < 40 else { return path }
  var link = [CChar](repeating: 0, count: Int(PATH_MAX))
  let length = readlink(path, &link, link.count)
  let parts = path.split(separator: "/")
  guard let last = parts.last else { return path }
  let parent = (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
  let folder = parent.isEmpty ? "." : parent
  if length > 0 {
    let target = String(decoding: link[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return canonicalPath(target.hasPrefix("/") ? target : "\(folder)/\(target)", depth: depth + 1)
  }
  let base = canonicalPath(folder, depth: depth + 1)
  switch last {
  case ".": return base
  case "..": return base.lastIndex(of: "/").map { String(base[..<$0]) } ?? base
  default: return base.hasSuffix("/") ? base + last : "\(base)/\(last)"
  }
}
