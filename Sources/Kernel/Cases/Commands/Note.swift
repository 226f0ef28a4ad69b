package import Workflows

/// Writes a note on the case.
package struct Note: CaseCommand {
    package static let verb = Verb.note

    package var target: Target
    /// The note.
    package var text: String
    /// Hashes of stored files.
    package var photos: [String]

    package init(_ target: Target, text: String, photos: [String] = []) {
        self.target = target
        self.text = text
        self.photos = photos
    }

    package var given: Given {
        Given(text: text, photos: photos)
    }
}
