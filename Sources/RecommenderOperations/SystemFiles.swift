import Glibc

/// Whether a file is there that isn't a folder.
func fileExists(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
}

/// What the system says an error number means.
func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)) }
