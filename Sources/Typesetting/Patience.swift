/// How much time the formulas or listings of one notebook may take that take too much of it.
///
/// Each has three seconds of the processor at first. With every one that uses them up the next has
/// half as long, until nothing more is tried: so all of them together cost no more than two.
struct Patience {
  private(set) var limits = ScriptEngine.Limits.usual

  private static let least = 0.1

  /// Whether there is time for another one.
  var isLeft: Bool { limits.seconds >= Self.least }
  /// Whether the next one has all the time that one can have: that of one that doesn't do is known.
  var isWhole: Bool { limits.seconds == ScriptEngine.Limits.usual.seconds }

  /// One more has used up its time.
  mutating func lose() { limits.seconds /= 2 }
}
