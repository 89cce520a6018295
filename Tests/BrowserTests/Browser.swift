import Foundation

/// Chromium without a window, spoken to in the DevTools protocol over two named pipes.
///
/// https://chromedevtools.github.io/devtools-protocol/ with `--remote-debugging-pipe`: JSON
/// messages, each ended by a zero byte, read by the browser from descriptor 3 and written to 4.
final class Browser {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// An answer or an event as it came.
  typealias Message = [String: Any]

  /// How long a slow machine may take for one answer.
  private static let patience: TimeInterval = 60

  /// The browser of this machine; nil if there is none.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome"]
    return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Whether its absence is a failure.
  static var isRequired: Bool {
    ProcessInfo.processInfo.environment["NBRUN_REQUIRE_BROWSER"].map { !$0.isEmpty } ?? false
  }

  private let process = Process()
  private let input: Int32
  private let output: Int32
  private var received: [UInt8] = []
  private var lastNumber = 0
  private var session: String?
  /// What the page did since it was opened, in order.
  private(set) var events: [Message] = []

  /// Starts a browser that keeps all it has in a folder, and opens an empty page in it.
  init(in folder: URL) throws {
    guard let browser = Self.path else { throw Failure(description: "There is no browser") }
    let pipes = ["in", "out"].map { folder.appending(component: $0).path }
    for pipe in pipes where mkfifo(pipe, 0o600) != 0 {
      throw Failure(description: "No named pipe \(pipe)")
    }
    // For both directions, so that opening a pipe doesn't wait for the other side.
    input = open(pipes[0], O_RDWR | O_CLOEXEC)
    output = open(pipes[1], O_RDWR | O_CLOEXEC)

    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments =
      ["-c", "exec 3<\"$1\" 4>\"$2\"; shift 2; exec \"$@\"", "sh"] + pipes + [
        browser, "--headless", "--remote-debugging-pipe", "--disable-gpu",
        "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-extensions",
        "--disable-background-networking",
        "--no-first-run", "--user-data-dir=\(folder.appending(component: "profile").path)",
      ] + (getuid() == 0 ? ["--no-sandbox"] : []) + ["about:blank"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()

    let created = try call("Target.createTarget", ["url": "about:blank"])
    let target = created["targetId"] as? String ?? ""
    let attached = try call("Target.attachToTarget", ["targetId": target, "flatten": true])
    session = attached["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log", "Network"] { try call("\(domain).enable") }
  }

  /// Ends the browser, which may take its time to write things down.
  func close() {
    session = nil
    _ = try? call("Browser.close")
    for _ in 0..<100 where process.isRunning { usleep(50_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    Foundation.close(input)
    Foundation.close(output)
  }

  /// Calls a method of the protocol and waits for what it returns.
  @discardableResult
  func call(_ method: String, _ parameters: Message = [:]) throws -> Message {
    lastNumber += 1
    var message: Message = ["id": lastNumber, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = try Array(JSONSerialization.data(withJSONObject: message)) + [0]
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure(description: "The browser doesn't listen") }
      written += count
    }
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while true {
      let message = try nextMessage(before: deadline, for: method)
      guard message["id"] as? Int == lastNumber else {
        events.append(message)
        continue
      }
      if let error = message["error"] { throw Failure(description: "\(method): \(error)") }
      return message["result"] as? Message ?? [:]
    }
  }

  /// Waits for something to happen, unless it has happened since the page was opened.
  func wait(for event: String) throws {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while !events.contains(where: { $0["method"] as? String == event }) {
      events.append(try nextMessage(before: deadline, for: event))
    }
  }

  func forgetEvents() { events = [] }

  private func nextMessage(before deadline: Date, for what: String) throws -> Message {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[..<end])
        received.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? Message ?? [:]
      }
      var pipe = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard deadline.timeIntervalSinceNow > 0, process.isRunning else {
        throw Failure(description: "The browser doesn't answer to \(what)")
      }
      guard poll(&pipe, 1, 200) > 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &buffer, buffer.count)
      if count > 0 { received += buffer.prefix(count) }
    }
  }
}
