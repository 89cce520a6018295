import Glibc

/// Why a file or a folder can't be used, as facts.
public struct FileError: Error, Hashable, Sendable {
  /// What was to be done.
  public enum Action: Hashable, Sendable { case read, write, makeFolder }

  /// What keeps it from being done.
  public enum Reason: Hashable, Sendable {
    case missing
    case isFolder
    /// A pipe, a device or the like.
    case notRegular
    case notPermitted
    /// It has more than so many bytes.
    case tooLarge(limit: Int)
    /// It grew or shrank while it was read.
    case changing
    /// The path has a zero byte, which no path can have.
    case zeroByte
    /// Anything else, by the system's error number.
    case failed(errno: Int32)
  }

  public var action: Action
  public var path: String
  public var reason: Reason

  public init(_ action: Action, _ path: String, _ reason: Reason) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  /// What an error number of the system stands for, by default that of the last call.
  package init(_ action: Action, _ path: String, errno: Int32 = Glibc.errno) {
    let reason: Reason =
      switch errno {
      case ENOENT where action == .read, ENOTDIR where action == .read: .missing
      case EACCES, EPERM: .notPermitted
      case EISDIR: .isFolder
      // A socket, or a device that nothing drives.
      case ENXIO, ENODEV: .notRegular
      default: .failed(errno: errno)
      }
    self.init(action, path, reason)
  }
}

// MARK: - In words

extension FileError: CustomStringConvertible {
  public var description: String { inWords(naming: path) }

  /// What is wrong, in a sentence that calls the file as its reader does.
  package func inWords(naming name: String) -> String {
    switch reason {
    case .missing: "There is no file '\(name)'"
    case .isFolder: "'\(name)' is a folder"
    case .notRegular: "'\(name)' is a pipe or a device, not a file"
    case .notPermitted: "\(failure(of: name)): permission denied"
    case .tooLarge(let limit): "'\(name)' is larger than \(limit / 1_000_000) MB"
    case .changing: "'\(name)' changed while it was being read"
    case .zeroByte: "A path can't contain a zero byte, and this one does"
    case .failed(let number): "\(failure(of: name)): \(String(cString: strerror(number)))"
    }
  }

  private func failure(of name: String) -> String {
    switch action {
    case .read: "'\(name)' can't be read"
    case .write: "'\(name)' can't be written"
    case .makeFolder: "The folder '\(name)' can't be created"
    }
  }
}
