internal import Crypto
internal import Foundation
internal import Ground
package import Store
internal import Workflows

/// The entries of one case in the city's event log.
package enum CaseLog {
    static let stream = "case"
    private static let wordsInsertion = Insertion(into: "case_words", columns: ["case_id", "log_revision", "words"])

    /// Thrown where the log of a case cannot be read back: the database was changed by another hand.
    package struct Damaged: Error, Sendable, CustomStringConvertible {
        package var caseID: CaseID
        package var description: String { "the events of case \(caseID.rawValue) cannot be read" }
    }

    package static func entries(of id: CaseID, on connection: any Connection) throws -> [LogEntry] {
        try EventLog.events(stream: stream, entity: id.rawValue, on: connection).map { record in
            guard let entry = LogEntry(canonical: record.body) else { throw Damaged(caseID: id) }
            return entry
        }
    }

    /// Appends what a command did, and keeps its words beside it.
    /// - Returns: the hash of the event.
    static func append(
        _ events: [CaseEvent], action: String, codedReasons: Set<String>, to id: CaseID, revision: Int, at time: Instant,
        random: RandomBits, on connection: any Connection
    ) throws -> [UInt8] {
        let (facts, words) = LogEntry.separate(events, codedReasons: codedReasons)
        var hash: [UInt8]?
        if !words.isEmpty {
            let text = words.encoded(salt: (random.next(), random.next()))
            hash = Array(SHA256.hash(data: text))
            try connection.later(
                wordsInsertion.row([.integer(id.rawValue), revision.sqlValue, .text(String(decoding: text, as: UTF8.self))]))
        }
        let entry = LogEntry(facts: facts, wordsHash: hash)
        let event = NewEvent(
            stream: stream, entity: id.rawValue, revision: revision, at: time, type: action, body: entry.canonical)
        return try EventLog.append(event, on: connection).hash
    }

    /// The entries of a case whose words are not those that were written with them. Redacted words are missing, not changed.
    package static func changedWords(of id: CaseID, on connection: any Connection) throws -> [Int] {
        let entries = try entries(of: id, on: connection)
        let found = try connection.rows("select log_revision, words from case_words where case_id = \(id.rawValue)") {
            (revision: try $0.int(0), text: try $0.text(1))
        }
        return found.filter { words in
            guard words.revision >= 1, words.revision <= entries.count else { return true }
            return entries[words.revision - 1].wordsHash != Array(SHA256.hash(data: Array(words.text.utf8)))
        }.map(\.revision).sorted()
    }

    /// The words of a case by the log entry that they belong to; redacted ones are missing.
    package static func words(of id: CaseID, on connection: any Connection) throws -> [Int: Words] {
        let found = try connection.rows("select log_revision, words from case_words where case_id = \(id.rawValue)") {
            (try $0.int(0), try $0.text(1))
        }
        var words: [Int: Words] = [:]
        let decoder = JSONDecoder()
        for (revision, text) in found { words[revision] = try decoder.decode(Words.self, from: Data(text.utf8)) }
        return words
    }
}
