/// What becomes of the solutions of exercises.
public enum Solutions: String, CaseIterable, Sendable {
  /// They are left out, for the students' edition.
  case none
  /// They can be unfolded.
  case folded
  /// They are shown like everything else.
  case shown
}
