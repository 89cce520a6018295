import CArchive

/// Reads single files out of zip archives (Python wheels too) and tar archives, by libarchive.
enum Archive {
  /// Why an archive doesn't give what is wanted.
  enum Failure: Error, Hashable {
    case unreadable(message: String)
    case memberMissing(String)
    case memberTooLarge(String, limit: Int)
  }

  /// A file that is wanted.
  struct Member: Hashable {
    /// The last components of its path in the archive.
    var path: String
    /// How many bytes it may have.
    var limit: Int
  }

  /// The contents of the wanted members, in their order.
  static func contents(of members: [Member], inArchiveAt path: String) throws(Failure)
    -> [[UInt8]]
  {
    guard let archive = archive_read_new() else {
      throw .unreadable(message: "out of memory")
    }
    defer { archive_read_free(archive) }
    archive_read_support_format_zip(archive)
    archive_read_support_format_tar(archive)
    archive_read_support_filter_gzip(archive)
    archive_read_support_filter_xz(archive)
    guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else {
      throw .unreadable(message: message(archive))
    }

    var contents = [[UInt8]?](repeating: nil, count: members.count)
    while contents.contains(nil) {
      var entry: OpaquePointer?
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { break }
      guard status >= ARCHIVE_WARN else { throw .unreadable(message: message(archive)) }
      guard archive_entry_filetype(entry) == S_IFREG, let name = archive_entry_pathname(entry)
      else { continue }
      let entryPath = String(cString: name)
      for (number, member) in members.enumerated()
      where contents[number] == nil
        && (entryPath == member.path || entryPath.hasSuffix("/" + member.path))
      {
        contents[number] = try read(member, from: archive)
        break
      }
    }

    var found: [[UInt8]] = []
    for (member, content) in zip(members, contents) {
      guard let content else { throw .memberMissing(member.path) }
      found.append(content)
    }
    return found
  }

  /// The rest of the entry at which the archive stands.
  private static func read(_ member: Member, from archive: OpaquePointer) throws(Failure)
    -> [UInt8]
  {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = archive_read_data(archive, &buffer, buffer.count)
      guard count >= 0 else { throw .unreadable(message: message(archive)) }
      if count == 0 { return content }
      guard content.count + count <= member.limit else {
        throw .memberTooLarge(member.path, limit: member.limit)
      }
      content.append(contentsOf: buffer[..<count])
    }
  }

  private static func message(_ archive: OpaquePointer) -> String {
    archive_error_string(archive).map { String(cString: $0) } ?? ""
  }
}
