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
    let archive = try reader()
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

  /// The files of a zip archive in their order, by their paths.
  ///
  /// - Parameters:
  ///   - bytes: the archive.
  ///   - limit: how many bytes they may have together.
  /// - Returns: paths and contents.
  /// - Throws: `unreadable`, or `memberTooLarge` for the one that is too much.
  static func contents(
    ofArchive bytes: [UInt8], limit: Int
  ) throws(Failure) -> [(path: String, content: [UInt8])] {
    try readingZip(bytes) { (archive) throws(Failure) in
      var contents: [(path: String, content: [UInt8])] = []
      var left = limit
      while true {
        var entry: OpaquePointer?
        let status = archive_read_next_header(archive, &entry)
        if status == ARCHIVE_EOF { return contents }
        guard status >= ARCHIVE_WARN else { throw .unreadable(message: message(archive)) }
        guard archive_entry_filetype(entry) == S_IFREG, let name = archive_entry_pathname(entry)
        else { continue }
        let member = Member(path: String(cString: name), limit: left)
        let content = try read(member, from: archive)
        left -= content.count
        contents.append((member.path, content))
      }
    }
  }

  /// Opens a zip archive that is in memory.
  private static func readingZip<Result>(
    _ bytes: [UInt8], _ body: (OpaquePointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let archive = try reader()
    defer { archive_read_free(archive) }
    precondition(archive_read_support_format_zip(archive) == ARCHIVE_OK)
    return try bytes.withUnsafeBufferPointer { (buffer) throws(Failure) in
      guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK
      else { throw .unreadable(message: message(archive)) }
      return try body(archive)
    }
  }

  private static func reader() throws(Failure) -> OpaquePointer {
    guard let archive = archive_read_new() else { throw .unreadable(message: "out of memory") }
    return archive
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

// MARK: Writing

extension Archive {
  /// A zip archive of some files, compressed, the same for the same files.
  static func zipped(_ files: [(path: String, content: [UInt8])]) -> [UInt8] {
    // What doesn't compress grows by less than a thousandth, and a file has two headers.
    let capacity = files.reduce(1 << 16) {
      $0 + $1.content.count + $1.content.count / 1000 + 2 * $1.path.utf8.count + (1 << 10)
    }
    return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let archive = archive_write_new() else { preconditionFailure("out of memory") }
      defer { archive_write_free(archive) }
      func check(_ status: Int32) {
        precondition(status == ARCHIVE_OK, "libarchive: \(message(archive))")
      }
      check(archive_write_set_format_zip(archive))
      check(archive_write_zip_set_compression_deflate(archive))
      check(archive_write_open_memory(archive, buffer.baseAddress, buffer.count, &count))
      for (path, content) in files {
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, path)
        archive_entry_set_filetype(entry, UInt32(S_IFREG))
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_size(entry, Int64(content.count))
        check(archive_write_header(archive, entry))
        precondition(archive_write_data(archive, content, content.count) == content.count)
      }
      check(archive_write_close(archive))
    }
  }
}
