import Cases
import Foundation
import Store

/// What the tables hold, read whole.
struct Tables {
    struct CaseRow {
        var id: Int64
        var shown: [String]
    }

    var cases: [Int64: CaseRow] = [:]
    /// The cases of which the log tells.
    var entities: Set<Int64> = []
    var orders: [Int64: [String]] = [:]
    var dueClocks: Set<String> = []
    /// The revisions of which the outbox tells, by case.
    var messages: [Int64: [Int]] = [:]
    var answers: [String: CaseAnswer] = [:]
    var words: [String: String] = [:]

    init(on connection: any Connection) throws {
        let rows = try connection.rows(
            """
            select id, state, log_revision, class, area, ended_at, next_due, updated_at, rating, paused from cases
            """
        ) { row in
            CaseRow(
                id: try row.integer(0),
                shown: [
                    try row.text(1), "\(try row.integer(2))", try row.optionalText(3) ?? "–", try row.optionalText(4) ?? "–",
                    "\(try row.optionalInteger(5) ?? -1)", "\(try row.optionalInteger(6) ?? -1)", "\(try row.integer(7))",
                    "\(try row.optionalInteger(8) ?? -1)", "\(try row.integer(9))",
                ])
        }
        for row in rows { cases[row.id] = row }
        entities = Set(try connection.rows("select distinct entity from events where stream = 'case'") { try $0.integer(0) })
        let orderRows = try connection.rows(
            "select case_id, number, organisation, progress, done_at from work_orders order by case_id, number"
        ) { row in
            (
                try row.integer(0),
                "\(try row.integer(1)) \(try row.text(2)) \(try row.text(3)) \(try row.optionalInteger(4) ?? -1)"
            )
        }
        for (id, text) in orderRows { orders[id, default: []].append(text) }
        dueClocks = Set(
            try connection.rows("select case_id, number, due from due_clocks") {
                "\(try $0.integer(0)) \(try $0.integer(1)) \(try $0.integer(2))"
            })
        let decoder = JSONDecoder()
        let bodies = try connection.rows("select entity, body from outbox where topic = 'case'") {
            (try $0.integer(0), try $0.text(1))
        }
        for (entity, body) in bodies {
            let message = try decoder.decode(CaseMessage.self, from: Data(body.utf8))
            messages[entity, default: []].append(message.caseID.rawValue == entity ? message.revision : -1)
        }
        let keys = try connection.rows("select key, answer from given_keys") { (try $0.text(0), try $0.text(1)) }
        for (key, answer) in keys { answers[key] = try decoder.decode(CaseAnswer.self, from: Data(answer.utf8)) }
        let texts = try connection.rows("select case_id, log_revision, words from case_words") {
            ("\(try $0.integer(0)) \(try $0.integer(1))", try $0.text(2))
        }
        for (place, text) in texts { words[place] = text }
    }
}
