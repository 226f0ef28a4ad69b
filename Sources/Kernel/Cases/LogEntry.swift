internal import Ground
package import Workflows

/// What one command, or one firing of a clock, wrote into the event log: the facts, and the hash of the words that came with
/// them. The words themselves stand beside the log, so that they can be redacted without breaking its chain.
package struct LogEntry: Sendable, Hashable {
    package var facts: [CaseEvent]
    /// SHA-256 of the words, or nil where there were none.
    package var wordsHash: [UInt8]?

    package init(facts: [CaseEvent], wordsHash: [UInt8]?) {
        self.facts = facts
        self.wordsHash = wordsHash
    }
}

/// What a person said with a command: free text that may name somebody, and is redacted in time.
package struct Words: Sendable, Hashable, Codable {
    package var text: String?
    package var reason: String?
    package var answers: [String: String]?

    package init(text: String? = nil, reason: String? = nil, answers: [String: String]? = nil) {
        self.text = text
        self.reason = reason
        self.answers = answers
    }

    /// The bytes that are kept, and whose hash stands in the log. With salt: a short text that was redacted could be guessed
    /// from its hash alone.
    func encoded(salt: (UInt64, UInt64)) -> [UInt8] {
        var json = FlatJSON(capacity: 128 + (text?.utf8.count ?? 0))
        if let answers { json.add("answers", answers) }
        if let reason { json.add("reason", reason) }
        json.add("salt", String(salt.0, radix: 36) + "-" + String(salt.1, radix: 36))
        if let text { json.add("text", text) }
        return json.closed
    }

    package var isEmpty: Bool { text == nil && reason == nil && (answers ?? [:]).isEmpty }

    /// The words of what was given; and what was given without them.
    /// - Parameter codedReasons: reasons picked from the workflow's list stay in the log, they name nobody.
    static func part(_ given: Given, codedReasons: Set<String>) -> (words: Words, rest: Given) {
        var words = Words(text: given.text)
        var rest = given
        rest.text = nil
        if let reason = given.reason, !codedReasons.contains(reason) {
            words.reason = reason == given.text ? nil : reason
            rest.reason = nil
        }
        if !given.answers.isEmpty {
            words.answers = given.answers
            rest.answers = [:]
        }
        return (words, rest)
    }
}

extension LogEntry {
    /// The facts without free text, and the words apart.
    static func separate(_ events: [CaseEvent], codedReasons: Set<String>) -> (facts: [CaseEvent], words: Words) {
        var words = Words()
        let facts = events.map { event in
            var event = event
            switch event.fact {
            case .acted(let action, let order, let given):
                let (spoken, rest) = Words.part(given, codedReasons: codedReasons)
                words = spoken
                event.fact = .acted(action: action, order: order, given: rest)
            case .orderDeclined(let number, let reason) where !codedReasons.contains(reason):
                event.fact = .orderDeclined(number: number, reason: "")
            default: break
            }
            return event
        }
        return (facts, words)
    }
}
