import CJavaScriptCore

/// A JavaScript engine with an empty world of its own: no files, no network, no clock to wait on.
///
/// It runs in a process of its own, so that a script that goes astray can be ended whatever it is
/// doing. The process ends with this object, and with the program.
final class ScriptEngine {
  /// What one evaluation or call may use.
  struct Limits: Sendable {
    /// Seconds of the processor.
    var seconds: Double
    /// Bytes of memory, with those that earlier ones left behind.
    var memory: Int

    static let usual = Limits(seconds: 3, memory: 200_000_000)
  }

  /// Why a script came to no result.
  enum Failure: Error, Hashable, CustomStringConvertible {
    /// What the script threw, as text.
    case thrown(String)
    /// It used up its time or memory; the engine is of no use any more.
    case exhausted
    /// There is no process for an engine, or JavaScriptCore isn't installed.
    case unavailable

    var description: String {
      switch self {
      case .thrown(let message): message
      case .exhausted: "the script ran out of time or memory"
      case .unavailable: "there is no script engine"
      }
    }
  }

  private let engine: nbrun_engine
  /// What the next evaluation or call may use.
  var limits: Limits

  /// The file of Debian's package `libjavascriptcoregtk-4.1-0`.
  static let library = "libjavascriptcoregtk-4.1.so.0"

  init(library: String = library, limits: Limits = .usual) throws(Failure) {
    var engine = nbrun_engine()
    guard nbrun_start_engine(&engine, library) != 0 else { throw .unavailable }
    self.engine = engine
    self.limits = limits
  }

  deinit { withUnsafePointer(to: engine) { nbrun_stop_engine($0) } }

  /// Runs a script for what it defines.
  func evaluate(_ source: String, name: String) throws(Failure) {
    _ = try ask([name, source], isScript: true)
  }

  /// Calls a global function with strings and returns what it returns, as a string.
  func call(_ function: String, _ arguments: String...) throws(Failure) -> String {
    try ask([function] + arguments, isScript: false)
  }

  /// Sends a request, whose form `CJavaScriptCore.h` describes, and waits for the reply.
  private func ask(_ texts: [String], isScript: Bool) throws(Failure) -> String {
    let request = nbrun_request(
      text_count: UInt32(texts.count), is_script: isScript ? 1 : 0,
      memory: UInt64(limits.memory), microseconds: UInt64(limits.seconds * 1e6))
    var message = withUnsafeBytes(of: request) { Array($0) }
    for text in texts {
      let units = Array(text.utf16)
      withUnsafeBytes(of: UInt64(units.count)) { message += $0 }
      units.withUnsafeBytes { message += $0 }
    }
    var reply = nbrun_reply()
    guard nbrun_send(engine.socket, message, message.count) != 0,
      nbrun_receive(engine.socket, &reply, MemoryLayout<nbrun_reply>.size) != 0
    else { throw .exhausted }
    var units = [UInt16](repeating: 0, count: Int(reply.length))
    guard nbrun_receive(engine.socket, &units, 2 * units.count) != 0 else { throw .exhausted }
    // Half a pair of surrogates becomes a replacement character.
    let text = String(decoding: units, as: UTF16.self)
    if nbrun_status(UInt32(reply.status)) == nbrun_ok { return text }
    throw text == "RangeError: Out of memory" ? .exhausted : .thrown(text)
  }
}
