package import Workflows

/// The verifier accepts what was done.
package struct Verify: CaseCommand {
    package static let verb = Verb.verify

    package var target: Target
    /// What was seen.
    package var text: String?
    /// Hashes of stored files.
    package var photos: [String]
    /// Answers to the form of the action.
    package var answers: [String: String]

    package init(_ target: Target, text: String? = nil, photos: [String] = [], answers: [String: String] = [:]) {
        self.target = target
        self.text = text
        self.photos = photos
        self.answers = answers
    }

    package var given: Given {
        Given(text: text, photos: photos, answers: answers)
    }
}
