import Files
import Glibc

/// There isn't the memory that some work needs.
public struct MemoryShortage: Error, Hashable, Sendable {
  /// About how many bytes the work needs.
  public var needed: Double
  /// How many there are.
  public var available: Int

  public init(needed: Double, available: Int) {
    self.needed = needed
    self.available = available
  }
}

/// Makes sure that there is memory for some work before it is begun: memory that isn't there ends
/// the process, and nothing can be said any more.
///
/// - Parameters:
///   - needed: about how many bytes the work needs.
///   - available: how many it may have; nil for all that the system would give now.
/// - Throws: `MemoryShortage`.
public func requireMemory(_ needed: Double, of available: Int?) throws(MemoryShortage) {
  let available = available ?? AvailableMemory().bytes
  guard needed <= Double(available) else {
    throw MemoryShortage(needed: needed, available: available)
  }
}

/// How much memory this process can still get.
///
/// That is the least of what the machine has free, what the control groups of the process leave
/// it, and what its own limits of address space and data do.
struct AvailableMemory {
  /// The text of a file of the system; nil if there is none.
  var text: (_ path: String) -> String?
  /// How many bytes the process may have of address space and of data.
  var addressLimit: Int
  var dataLimit: Int

  /// What the system says.
  init() {
    self.init(
      addressLimit: softLimit(RLIMIT_AS), dataLimit: softLimit(RLIMIT_DATA),
      text: { try? File.text(of: $0) })
  }

  init(
    addressLimit: Int = .max, dataLimit: Int = .max, text: @escaping (_ path: String) -> String?
  ) {
    self.text = text
    self.addressLimit = addressLimit
    self.dataLimit = dataLimit
  }

  /// The bytes, or `Int.max` where nothing is known of a limit.
  var bytes: Int {
    let free = [machine, limit(addressLimit, used: 0), limit(dataLimit, used: 5)]
    return max(0, (free + groups).compactMap { $0 }.min() ?? .max)
  }

  /// What can be had without swapping, and what can be swapped out for it.
  private var machine: Int? {
    guard let text = text("/proc/meminfo") else { return nil }
    func kilobytes(_ name: String) -> Int? {
      text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
    }
    return kilobytes("MemAvailable").map { ($0 + (kilobytes("SwapFree") ?? 0)) * 1024 }
  }

  /// What a limit leaves of what the process uses, which is a column of `statm`, in pages.
  private func limit(_ limit: Int, used column: Int) -> Int? {
    guard limit != .max else { return nil }
    let columns = text("/proc/self/statm")?.split(separator: " ") ?? []
    let pages = column < columns.count ? Int(columns[column]) ?? 0 : 0
    return limit - pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// What each of the control groups leaves, that the process is in.
  private var groups: [Int] {
    (text("/proc/self/cgroup") ?? "").split(separator: "\n").flatMap { line -> [Int] in
      // The number of a hierarchy, its controllers, and the group's path.
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      if parts[1].isEmpty {
        return foldersUp(parts[2]).compactMap {
          free("/sys/fs/cgroup\($0)", limit: "memory.max", used: "memory.current", "inactive_file")
        }
      }
      guard parts[1].split(separator: ",").contains("memory") else { return [] }
      return foldersUp(parts[2]).compactMap {
        free(
          "/sys/fs/cgroup/memory\($0)", limit: "memory.limit_in_bytes",
          used: "memory.usage_in_bytes", "total_inactive_file")
      }
    }
  }

  /// A path and those of the folders around it: `/a/b`, `/a` and the empty one.
  private func foldersUp(_ path: Substring) -> [Substring] {
    var folders: [Substring] = []
    var path = path == "/" ? "" : path
    while let slash = path.lastIndex(of: "/") {
      folders.append(path)
      path = path[..<slash]
    }
    return folders + [""]
  }

  /// What a group may still use; files that are only kept in memory are given up for it.
  private func free(
    _ folder: String, limit: String, used: String, _ cachedFiles: String
  ) -> Int? {
    func number(_ name: String) -> Int? {
      text("\(folder)/\(name)").flatMap { Int($0.prefix { $0.isNumber }) }
    }
    guard let limit = number(limit), let used = number(used) else { return nil }
    let cached = text("\(folder)/memory.stat")?.split(separator: "\n")
      .first { $0.hasPrefix("\(cachedFiles) ") }?.split(separator: " ").last.flatMap { Int($0) }
    return limit - used + (cached ?? 0)
  }
}

/// A limit of the process; `Int.max` for none.
private func softLimit(_ resource: __rlimit_resource) -> Int {
  var limits = rlimit()
  guard getrlimit(Int32(resource.rawValue), &limits) == 0 else { return .max }
  return Int(exactly: limits.rlim_cur) ?? .max
}
