import Testing

@testable import Typesetting

@Suite struct ScriptEngineTests {
  @Test func passesEveryCharacter() throws {
    let engine = try ScriptEngine()
    try engine.evaluate("function echo(a, b) { return b + a; }", name: "test.js")
    let text = "a é 漢 \u{0} 😀🏽 \u{10FFFF} \u{FFFF} \u{D7FF}\u{E000}"
    #expect(try engine.call("echo", text, "<") == "<\(text)")
    #expect(try engine.call("echo", "", "") == "")
    try engine.evaluate("function half() { return 'x\\ud83d'; }", name: "test.js")
    #expect(try engine.call("half").hasPrefix("x\u{FFFD}"))
    try engine.evaluate("function smile() { return '😀'.length + '😀'; }", name: "test.js")
    #expect(try engine.call("smile") == "2😀")
  }

  @Test func throwsWhatScriptsThrow() throws {
    let engine = try ScriptEngine()
    #expect(throws: ScriptEngine.Failure.thrown("Error: no 😀")) {
      try engine.evaluate("throw new Error('no 😀')", name: "test.js")
    }
    #expect(throws: ScriptEngine.Failure.self) { try engine.evaluate("f(", name: "test.js") }
    #expect(throws: ScriptEngine.Failure.self) { try engine.call("missing") }
    try engine.evaluate("function deep() { return deep() + 1; }", name: "test.js")
    #expect(throws: ScriptEngine.Failure.self) { try engine.call("deep") }
    #expect(try engine.call("String", "still there") == "still there")
  }

  /// How deep a script may go does not depend on the thread that asks.
  @Test func goesAsDeepFromEveryThread() async throws {
    func depth() throws -> Int? {
      let engine = try ScriptEngine()
      try engine.evaluate(
        "function depth() { try { return depth() + 1; } catch (e) { return 1; } }", name: "test.js")
      return Int(try engine.call("depth"))
    }
    let here = try #require(try depth())
    #expect(here > 10_000)
    #expect(try await MainActor.run { try depth() } == here)
  }

  @Test func leavesNothingOpen() throws {
    let engine = try ScriptEngine()
    for name in ["require", "process", "load", "read", "readFile", "fetch", "XMLHttpRequest"] {
      #expect(throws: ScriptEngine.Failure.self) { try engine.call(name, "/etc/passwd") }
    }
    try engine.evaluate(
      "function blow() { return 'x'.repeat(1e9).replace(/x/g, 'yy').length; }", name: "test.js")
    #expect(throws: ScriptEngine.Failure.exhausted) { try engine.call("blow") }
    #expect(throws: ScriptEngine.Failure.exhausted) { try engine.call("String", "gone") }
  }

  @Test func saysThatThereIsNoLibrary() {
    #expect(throws: ScriptEngine.Failure.unavailable) { try ScriptEngine(library: "nowhere.so.0") }
  }

  @Test func stopsWhatGoesOnForEver() throws {
    let engine = try ScriptEngine(limits: .init(seconds: 0.2, memory: 50_000_000))
    try engine.evaluate(
      """
      function spin() { var s = []; for (;;) s = ['' + Math.random()]; }
      function grow() { var s = []; for (;;) s.push('' + Math.random()); }
      function stubborn() { for (;;) try { spin(); } catch (e) {} }
      """, name: "test.js")
    for function in ["spin", "grow"] {
      #expect(throws: ScriptEngine.Failure.exhausted) { try engine.call(function) }
    }
  }
}
