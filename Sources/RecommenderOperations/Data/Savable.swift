import Operations
import Recommenders

/// A result that can be saved.
protocol Savable: Presentable {
  /// What the names of files may end in that hold it, without the point.
  static var endings: [String] { get }
  /// What is wrong with another ending.
  static func refusal(of ending: String) -> String
  /// What the names of its files have besides that of the cell; one nil if there is one file.
  static func suffixes(of shape: ResultShape) -> [String?]
  /// What goes to files with an ending; nil if it isn't one of those.
  func saving(as ending: String) -> Saving?
}

/// What is written to save a result.
struct Saving {
  /// What goes to one file.
  struct Part {
    /// What the name of the file says more; nil if there is but one file.
    var suffix: String?
    /// What is in it, for the reader.
    var description: String
    var content: () -> [UInt8]
  }

  var parts: [Part]
  /// The function that reads one of the files in Python.
  var reader: String
}

/// Any result that can be saved.
struct SavedValue: InputValue {
  static let typeDescription = "a rating table, a split or a factor model"
  /// What the names of files may end in, whatever they hold.
  static let endings = TrainedModel<FactorModel>.endings.reduce(into: RatingTable.endings) {
    if !$0.contains($1) { $0.append($1) }
  }
  var value: any Savable

  static func accepts(_ type: any Presentable.Type) -> Bool { type is any Savable.Type }

  init?(_ result: any Presentable) {
    guard let value = result as? any Savable else { return nil }
    self.value = value
  }
}

/// What stands behind the last point of a file's name, in lower case; empty if there is none.
func fileEnding(of path: String) -> String {
  guard let point = path.lastIndex(of: "."), point != path.startIndex else { return "" }
  return path[path.index(after: point)...].lowercased()
}

// MARK: -

extension RatingTable: Savable {
  static var endings: [String] {
    RatingFileFormat.all.filter { $0.writing != nil }.flatMap(\.extensions)
  }

  static func refusal(of ending: String) -> String { "Ratings can't be saved as '.\(ending)'" }

  static func suffixes(of shape: ResultShape) -> [String?] { [nil] }

  func saving(as ending: String) -> Saving? {
    RatingFileFormat.writing(ending).map { writing in
      Saving(parts: [part(nil, "ratings of \(source.name)", writing)], reader: writing.reader)
    }
  }

  fileprivate func part(
    _ suffix: String?, _ description: String, _ writing: RatingWriting
  ) -> Saving.Part {
    Saving.Part(
      suffix: suffix, description: "\(count.grouped) \(description)",
      content: { writing.bytes(self) })
  }
}

extension RatingFileFormat {
  /// How ratings are written to files that end so; nil if they aren't.
  fileprivate static func writing(_ ending: String) -> RatingWriting? {
    all.first { $0.writing != nil && $0.extensions.contains(ending) }?.writing
  }
}

extension RatingSplit: Savable {
  static var endings: [String] { RatingTable.endings }

  static func refusal(of ending: String) -> String { RatingTable.refusal(of: ending) }

  static func suffixes(of shape: ResultShape) -> [String?] {
    ["train", "validation", "test"].filter { shape.memberNames.contains($0) }
  }

  func saving(as ending: String) -> Saving? {
    RatingFileFormat.writing(ending).map { writing in
      let validation = validation.map {
        $0.part("validation", "ratings for validation", writing)
      }
      return Saving(
        parts: [train.part("train", "ratings for training", writing)]
          + [validation].compactMap { $0 } + [test.part("test", "ratings for testing", writing)],
        reader: writing.reader)
    }
  }
}

extension TrainedModel: Savable where Model == FactorModel {
  static var endings: [String] { ["npz"] }

  static func refusal(of ending: String) -> String {
    "A model consists of several arrays, which one table can't hold"
  }

  static func suffixes(of shape: ResultShape) -> [String?] { [nil] }

  func saving(as ending: String) -> Saving? {
    guard Self.endings.contains(ending) else { return nil }
    let named = NamedFactorModel(model: model, data: data, history: history)
    let size = model.size
    let part = Saving.Part(
      suffix: nil,
      description: """
        a model of \(size.users.grouped) users and \(size.items.grouped) items with \
        \(size.factors) factors, and what it was trained on
        """, content: { named.npz })
    return Saving(parts: [part], reader: "numpy.load")
  }
}
