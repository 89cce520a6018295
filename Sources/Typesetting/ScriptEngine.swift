import CDuktape

/// A JavaScript engine with an empty world of its own: no files, no network, no clock to wait on.
///
/// It runs in a process of its own, so that a script that goes astray can be ended whatever it is
/// doing. The process ends with this object, and with the program.
final class ScriptEngine {
  /// What one evaluation or call may use.
  struct Limits: Sendable {
    /// Seconds of the processor.
    var seconds: Double
    /// Bytes of the whole heap.
    var memory: Int

    static let usual = Limits(seconds: 3, memory: 100_000_000)
  }

  /// Why a script came to no result.
  enum Failure: Error, Hashable, CustomStringConvertible {
    /// What the script threw, as text.
    case thrown(String)
    /// It used up its time or memory; the engine is of no use any more.
    case exhausted
    /// There is no process for an engine.
    case unavailable

    var description: String {
      switch self {
      case .thrown(let message): message
      case .exhausted: "the script ran out of time or memory"
      case .unavailable: "there is no process for a script engine"
      }
    }
  }

  private let engine: nbrun_engine
  /// What the next evaluation or call may use.
  var limits: Limits

  init(limits: Limits = .usual) throws(Failure) {
    var engine = nbrun_engine()
    guard nbrun_start_engine(&engine) != 0 else { throw .unavailable }
    self.engine = engine
    self.limits = limits
    try evaluate(Self.polyfill, name: "polyfill")
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

  /// Sends a request, whose form `shim.h` describes, and waits for the reply.
  private func ask(_ texts: [String], isScript: Bool) throws(Failure) -> String {
    let request = nbrun_request(
      text_count: UInt32(texts.count), is_script: isScript ? 1 : 0,
      most_memory: UInt64(limits.memory), microseconds: UInt64(limits.seconds * 1e6))
    var message = withUnsafeBytes(of: request) { Array($0) }
    for text in texts.map(DuktapeString.encode) {
      message += withUnsafeBytes(of: UInt64(text.count)) { Array($0) }
      message += text.lazy.map { UInt8(bitPattern: $0) }
    }
    var reply = nbrun_reply()
    guard nbrun_send(engine.socket, message, message.count) != 0,
      nbrun_receive(engine.socket, &reply, MemoryLayout<nbrun_reply>.size) != 0
    else { throw .exhausted }
    var text = [CChar](repeating: 0, count: Int(reply.length))
    guard nbrun_receive(engine.socket, &text, text.count) != 0 else { throw .exhausted }
    switch nbrun_status(UInt32(reply.status)) {
    case nbrun_ok: return text.withUnsafeBufferPointer(DuktapeString.decode)
    case nbrun_thrown: throw .thrown(text.withUnsafeBufferPointer(DuktapeString.decode))
    default: throw .exhausted
    }
  }

  /// The pieces of ES2015 and of a browser that the libraries need and Duktape lacks.
  private static let polyfill = """
    if (!Array.prototype.fill) Object.defineProperty(Array.prototype, 'fill', {
      value: function (value, from, to) {
        var count = this.length >>> 0;
        var i = from === undefined ? 0 : from | 0, end = to === undefined ? count : to | 0;
        i = i < 0 ? Math.max(count + i, 0) : i;
        end = Math.min(end < 0 ? count + end : end, count);
        for (; i < end; i++) this[i] = value;
        return this;
      },
      writable: true, configurable: true
    });
    var window = this;
    var console = { log: function () {}, warn: function () {}, error: function () {} };
    """
}
