internal import Foundation
internal import Ground
internal import Store

/// Answers already given, by the key that their sender made.
enum GivenKey {
    /// The answer that was given under this key; refuses a key that was used for something else.
    static func answer(_ key: String, fingerprint: String, on connection: any Connection) throws -> CaseAnswer? {
        let found = try connection.row("select fingerprint, answer from given_keys where key = \(key)") {
            (try $0.text(0), try $0.text(1))
        }
        guard let (kept, answer) = found else { return nil }
        guard kept == fingerprint else { throw CaseRefusal.keyReused }
        return try JSONDecoder().decode(CaseAnswer.self, from: Data(answer.utf8))
    }

    static func keep(
        _ key: String, fingerprint: String, answer: CaseAnswer, at time: Instant, on connection: any Connection
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(answer), as: UTF8.self)
        try connection.execute(
            """
            insert into given_keys (key, fingerprint, answer, at)
            values (\(key), \(fingerprint), \(text), \(time))
            """)
    }

    /// Forgets keys older than a moment; returns how many.
    static func sweep(before time: Instant, on connection: any Connection) throws -> Int {
        try connection.execute("delete from given_keys where at < \(time)")
    }
}
