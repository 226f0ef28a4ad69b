internal import Foundation
package import Ground
package import Store
internal import Workflows

/// Answers already given, by the key that their sender made.
enum GivenKey {
    static let longest = 200

    /// A key must say something, or everything sent without one would be the same.
    static func check(_ key: String) throws {
        guard key.utf8.count <= longest, key.contains(where: { !$0.isWhitespace }), !key.utf8.contains(0) else {
            throw CaseRefusal.invalid(
                "key", zh: "请求编号不能为空，最长\(longest)字节。", en: "A request key must not be empty and has at most \(longest) bytes.")
        }
    }

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
        try connection.later(insertion.row([.text(key), .text(fingerprint), .text(encoded(answer)), time.sqlValue]))
    }

    private static let insertion = Insertion(into: "given_keys", columns: ["key", "fingerprint", "answer", "at"])

    /// Keeps an answer if the key is new: one statement instead of two for commands that know their answer beforehand.
    /// - Returns: whether it was; if not, the answer that was given under it is the one to give.
    static func keepIfNew(
        _ key: String, fingerprint: String, answer: CaseAnswer, at time: Instant, on connection: any Connection
    ) throws -> Bool {
        try connection.execute(insertionIfNew.row([.text(key), .text(fingerprint), .text(encoded(answer)), time.sqlValue])) == 1
    }

    private static let insertionIfNew = insertion.ending("on conflict (key) do nothing")

    private static func encoded(_ answer: CaseAnswer) -> String {
        var json = FlatJSON()
        json.add("caseID", answer.caseID.rawValue)
        json.add("reference", answer.reference)
        json.add("revision", answer.revision)
        json.add("state", answer.state.rawValue)
        json.add("tracking", answer.tracking)
        return json.text
    }

    /// For how long an answer is given again.
    static let lifetimeMilliseconds: Int64 = 30 * 86_400_000

    /// Forgets those of the next keys, in the order of keys, that were given before a moment. There is no index by age: every command
    /// would have to keep it, and nobody waits for this.
    /// - Parameter mark: only keys that stand after this one.
    /// - Returns: how many, and the key to go on after; nil at the end.
    static func sweep(
        before time: Instant, after mark: String, most: Int, on connection: any Connection
    ) throws -> (count: Int, mark: String?) {
        let keys = try connection.rows("select key, at from given_keys where key > \(mark) order by key limit \(most)") {
            (key: try $0.text(0), at: try $0.instant(1))
        }
        guard let last = keys.last else { return (0, nil) }
        var count = 0
        if keys.contains(where: { $0.at < time }) {
            count = try connection.execute("delete from given_keys where key > \(mark) and key <= \(last.key) and at < \(time)")
        }
        return (count, keys.count < most ? nil : last.key)
    }
}

extension CaseOffice {
    /// A key for a form that is given out: a number of ours, so that keys of one hour stand side by side in their table, and 128 bits that
    /// nobody guesses.
    package func newKey() -> String {
        [UInt64(bitPattern: ids.next()), random.next(), random.next()].map(\.bigEndian).withUnsafeBytes { Hexadecimal.text($0) }
    }

    /// Forgets the keys of commands older than thirty days, page by page: nobody sends a form again after that.
    /// - Parameter mark: what the last call gave; empty at the beginning.
    /// - Returns: how many, and what to go on with; nil at the end.
    @discardableResult
    package func forgetOldKeys(
        at time: Instant, after mark: String, most: Int = 2000, on connection: any Connection
    ) throws -> (count: Int, mark: String?) {
        let before = time.advanced(milliseconds: -GivenKey.lifetimeMilliseconds)
        return try GivenKey.sweep(before: before, after: mark, most: most, on: connection)
    }
}
