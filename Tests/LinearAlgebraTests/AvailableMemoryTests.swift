import Testing

@testable import LinearAlgebra

@Suite struct AvailableMemoryTests {
  private static let machine = [
    "/proc/meminfo":
      "MemTotal:       32000000 kB\nMemFree:  1 kB\nMemAvailable:   20000000 kB\nSwapFree: 1000 kB\n"
  ]

  @Test func isWhatTheMachineHasFree() {
    let memory = AvailableMemory { Self.machine[$0] }
    #expect(memory.bytes == 20_001_000 * 1024)
  }

  @Test func isUnlimitedWhereNothingIsKnown() {
    #expect(AvailableMemory { _ in nil }.bytes == .max)
    #expect(AvailableMemory { _ in "" }.bytes == .max)
    #expect(AvailableMemory { _ in "::\n0:\nMemAvailable: x\n" }.bytes == .max)
  }

  @Test func isNoMoreThanTheGroupsLeave() {
    let files = [
      "/proc/self/cgroup": "0::/user/job\n",
      "/sys/fs/cgroup/user/job/memory.max": "max\n",
      "/sys/fs/cgroup/user/job/memory.current": "100\n",
      "/sys/fs/cgroup/user/memory.max": "5000000000\n",
      "/sys/fs/cgroup/user/memory.current": "3000000000\n",
      "/sys/fs/cgroup/user/memory.stat": "anon 1\ninactive_file 500000000\nfile 7\n",
    ].merging(Self.machine) { $1 }
    #expect(AvailableMemory { files[$0] }.bytes == 2_500_000_000)
  }

  @Test func knowsTheOlderGroups() {
    let files = [
      "/proc/self/cgroup": "5:cpu:/\n4:memory:/docker/abc\n",
      "/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": "4000000000\n",
      "/sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes": "1000000000\n",
    ].merging(Self.machine) { $1 }
    #expect(AvailableMemory { files[$0] }.bytes == 3_000_000_000)
  }

  @Test func isNoMoreThanTheProcessMayHave() {
    // 1000 pages of address space, 600 of them data.
    let files = ["/proc/self/statm": "1000 200 100 50 0 600 0\n"].merging(Self.machine) { $1 }
    func bytes(_ addresses: Int, _ data: Int) -> Int {
      AvailableMemory(addressLimit: addresses, dataLimit: data) { files[$0] }.bytes
    }
    #expect(bytes(10_000_000, .max) == 10_000_000 - 1000 * 4096)
    #expect(bytes(.max, 10_000_000) == 10_000_000 - 600 * 4096)
    #expect(bytes(1000, .max) == 0)
  }

  @Test func refusesWhatIsNotThere() throws {
    try requireMemory(1000, of: 1000)
    #expect(throws: MemoryShortage(needed: 1001, available: 1000)) {
      try requireMemory(1001, of: 1000)
    }
    // There is some, and not everything.
    try requireMemory(1000, of: nil)
    #expect(throws: MemoryShortage.self) { try requireMemory(1e18, of: nil) }
  }
}
