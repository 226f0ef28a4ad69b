package import Workflows

/// Opens an ended case again.
package struct Reopen: CaseCommand {
    package static let verb = Verb.reopen

    package var target: Target
    /// Why.
    package var text: String

    package init(_ target: Target, text: String) {
        self.target = target
        self.text = text
    }

    package var given: Given {
        Given(text: text, reason: text)
    }
}
