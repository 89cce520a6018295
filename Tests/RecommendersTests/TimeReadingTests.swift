import Foundation
import Testing

@testable import Recommenders

@Suite struct TimeReadingTests {
  private func times(_ texts: [String]) throws -> [Int64]? {
    try read(
      "user;item;rating;timestamp\n"
        + texts.enumerated().map { "1;\($0.offset);3;\($0.element)\n" }.joined()
    ).timestamps
  }

  /// What Foundation makes of a date of the form that it knows.
  private func seconds(_ text: String) throws -> Int64 {
    let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 0)!)
    return Int64(try style.parse(text).timeIntervalSince1970)
  }

  @Test(arguments: [
    ("2005-03-12", "2005-03-12T00:00:00Z"), ("2005-03-12 14:02:11", "2005-03-12T14:02:11Z"),
    ("2005-03-12T14:02:11Z", "2005-03-12T14:02:11Z"), ("2005/3/12 14:02", "2005-03-12T14:02:00Z"),
    ("2005-03-12T14:02:11.999Z", "2005-03-12T14:02:11Z"),
    ("2005-03-12 14:02:11,5 UTC", "2005-03-12T14:02:11Z"),
    ("2005-03-12T01:02:11+02:00", "2005-03-11T23:02:11Z"),
    ("2005-03-12T23:02:11-0130", "2005-03-13T00:32:11Z"),
    ("2005-03-12 23:02:11.123456 +05", "2005-03-12T18:02:11Z"),
    ("2000-02-29", "2000-02-29T00:00:00Z"), ("1969-12-31 23:59:59", "1969-12-31T23:59:59Z"),
    ("1815-12-10", "1815-12-10T00:00:00Z"), ("9999-12-31", "9999-12-31T00:00:00Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"), ("2005-3-1t1:02", "2005-03-01T01:02:00Z"),
  ]) func readsDates(text: String, same: String) throws {
    #expect(try times([text]) == [seconds(same)])
    #expect(try times(["\"\(text)\""]) == [seconds(same)])
  }

  @Test func everyDayFollowsTheOneBefore() throws {
    var generator = SplitMix(state: 4)
    let calendar = Calendar(identifier: .gregorian)
    for _ in 0..<500 {
      let day = Int64.random(in: -100_000...200_000, using: &generator)
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let parts = calendar.dateComponents(
        in: TimeZone(secondsFromGMT: 0)!, from: date)
      let text = "\(parts.year!)-\(parts.month!)-\(parts.day!)"
      #expect(try times([text]) == [day * 86_400], "\(text)")
    }
  }

  @Test(arguments: [
    "2005-02-29", "1900-02-29", "2005-13-01", "2005-00-10", "2005-04-31", "2005-04-00",
    "2005-04-02 24:00:00", "2005-04-02 23:60", "2005-04-02 23:53:61", "0000-01-01",
    "2005-04-02 10:00+99:00",
  ]) func daysThatDoNotExistAreTold(text: String) {
    let lines = [text].enumerated().map {
      MalformedLine(
        line: 2 + $0.offset, text: "1;\($0.offset);3;\(text)",
        problem: .impossibleTime(found: text))
    }
    #expect(throws: ReadingError.malformed(path: "ratings.csv", lines: lines, others: 0)) {
      try times([text])
    }
  }

  @Test(arguments: [
    "12/03/2005", "12.03.2005", "March 12, 2005", "2005-03", "2005-03-12 2pm", "2005-03/12",
    "2005-03-12T", "2005-03-12 14:02:11 PM", "05-03-12", "12005-03-12", "2005-03-12 14:02:11.",
    "2005-03-12+", "2005-003-12",
  ]) func otherWaysToWriteADateAreTold(text: String) {
    let error = #expect(throws: ReadingError.self) { try times([text]) }
    guard case .malformed(_, let lines, 0) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lines.map(\.problem) == [.notANumber(.timestamp, found: text)])
  }

  @Test func oneFormatHoldsForTheColumn() {
    func problems(_ texts: [String]) -> [LineProblem] {
      let error = #expect(throws: ReadingError.self) { try times(texts) }
      guard case .malformed(_, let lines, 0) = error else { return [] }
      return lines.map(\.problem)
    }
    #expect(
      problems(["2005-03-12", "978300760"]) == [.otherTimeFormat(found: "978300760")])
    #expect(
      problems(["978300760", "2005-03-12"]) == [.otherTimeFormat(found: "2005-03-12")])
    #expect(problems(["2005-03-12", ""]) == [.missing(.timestamp)])
    #expect(
      problems(["1588687728923", "1588687728", "5"])
        == [.otherTimeUnit(found: "1588687728", .seconds, others: .milliseconds)])
    #expect(
      problems(["1588687728923000", "1588687728923", "0"])
        == [.otherTimeUnit(found: "1588687728923", .milliseconds, others: .microseconds)])
  }

  @Test(
    arguments: [
      ("1588687728923", 1_588_687_728), ("1588687728923456", 1_588_687_728),
      ("1588687728923456789", 1_588_687_728), ("1588687728923.0", 1_588_687_728),
      ("1588687728.923", 1_588_687_728), ("-500000000001", -500_000_001), ("0", 0),
      ("20050312", 1_110_585_600), ("20050230", 20_050_230), ("253402214400", 253_402_214_400),
    ] as [(String, Int64)]) func theLargestTellsTheUnit(text: String, seconds: Int64) throws
  {
    #expect(try times([text]) == [seconds])
  }

  @Test func unitsHoldForAll() throws {
    #expect(try times(["1588687728923", "-1", "0"]) == [1_588_687_728, -1, 0])
    #expect(try times(["20050312", "19991231", "5"]) == [20_050_312, 19_991_231, 5])
    let many = (0..<3000).map { Int64($0) }
    #expect(TimeUnit(of: many + [1_588_687_728_923], threads: 2) == .milliseconds)
    #expect(TimeUnit(of: [.min]) == .nanoseconds && TimeUnit(of: [.max]) == .nanoseconds)
    #expect(TimeUnit(of: []) == .seconds)
    #expect(TimeUnit.nanoseconds.seconds(.min) == -9_223_372_037)
  }

  @Test func columnsOfDatesAreFound() throws {
    for name in ["date", "timestamp", "review_date", "created_at"] {
      let table = try read("user_id,business_id,stars,\(name)\na,b,3.0,2018-07-07 22:09:11\n")
      #expect(table.timestamps == [1_531_001_351])
    }
    // A date for people is passed over, unless it is asked for.
    let content = "user,item,rating,date\n1,2,3,March 3\n"
    #expect(try read(content).timestamps == nil)
    #expect(throws: ReadingError.self) {
      try read(content, columns: RatingColumns(timestamp: .name("date")))
    }
  }
}
