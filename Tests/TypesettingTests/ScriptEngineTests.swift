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
    try engine.evaluate(
      "function one() { return [0, 0].fill(1, -1) + '' + window.one.length; }", name: "test.js")
    #expect(try engine.call("one") == "0,10")
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
