import CDuktape

/// A JavaScript engine with an empty world of its own: no files, no network, no clock to wait on.
///
/// The one owner of a Duktape heap. It isn't Sendable: it lives and dies within one call.
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
    /// It used up its time or memory; the engine must not be used any more.
    case exhausted
    /// There is no memory for an engine at all.
    case unavailable

    var description: String {
      switch self {
      case .thrown(let message): message
      case .exhausted: "the script used up its time or memory"
      case .unavailable: "there is no memory for a script engine"
      }
    }
  }

  private let limits: Limits
  private let context: OpaquePointer
  private let budget: UnsafeMutablePointer<nbrun_budget>

  init(limits: Limits = .usual) throws(Failure) {
    self.limits = limits
    budget = .allocate(capacity: 1)
    budget.initialize(to: nbrun_budget())
    guard let context = nbrun_create_heap(budget) else {
      budget.deallocate()
      throw .unavailable
    }
    self.context = context
    try evaluate(Self.polyfill, name: "polyfill")
  }

  deinit {
    duk_destroy_heap(context)
    budget.deallocate()
  }

  /// Runs a script for what it defines.
  func evaluate(_ source: String, name: String) throws(Failure) {
    let source = DuktapeString.encode(source)
    let result = source.withUnsafeBufferPointer { source in
      name.withCString { name in
        perform(
          nbrun_request(
            name: name, source: source.baseAddress, source_length: source.count,
            arguments: nil, argument_lengths: nil, argument_count: 0))
      }
    }
    _ = try result.get()
  }

  /// Calls a global function with strings and returns what it returns, as a string.
  func call(_ function: String, _ arguments: String...) throws(Failure) -> String {
    // All arguments in one block, which nothing moves.
    let encoded = arguments.map(DuktapeString.encode)
    let lengths = encoded.map(\.count)
    let result = encoded.flatMap { $0 }.withUnsafeBufferPointer { block in
      var starts: [UnsafePointer<CChar>?] = []
      var start = 0
      for length in lengths {
        starts.append(block.baseAddress.map { $0 + start })
        start += length
      }
      return starts.withUnsafeBufferPointer { starts in
        lengths.withUnsafeBufferPointer { lengths in
          function.withCString { name in
            perform(
              nbrun_request(
                name: name, source: nil, source_length: 0, arguments: starts.baseAddress,
                argument_lengths: lengths.baseAddress, argument_count: Int32(lengths.count)))
          }
        }
      }
    }
    return try result.get()
  }

  private func perform(_ request: nbrun_request) -> Result<String, Failure> {
    var request = request
    let code = nbrun_perform(
      context, budget, &request, limits.memory, Int64(limits.seconds * 1000))
    defer { duk_pop(context) }
    guard budget.pointee.is_exceeded == 0 else { return .failure(.exhausted) }
    var length = 0
    let text = nbrun_top(context, &length)
    let result = DuktapeString.decode(UnsafeBufferPointer(start: text, count: length))
    return code == 0 ? .success(result) : .failure(.thrown(result))
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
