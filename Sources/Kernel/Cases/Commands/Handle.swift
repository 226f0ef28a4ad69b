package import Workflows

/// A department says that its share is done, and shows the evidence.
package struct Handle: CaseCommand {
    package static let verb = Verb.handle

    package var target: Target
    /// What was done.
    package var text: String
    /// Hashes of stored files.
    package var photos: [String]
    /// Answers to the form of the action.
    package var answers: [String: String]

    package init(_ target: Target, text: String, photos: [String] = [], answers: [String: String] = [:]) {
        self.target = target
        self.text = text
        self.photos = photos
        self.answers = answers
    }

    package var given: Given {
        Given(text: text, photos: photos, answers: answers)
    }
}
