package import Workflows

/// Moves the case up one level by hand.
package struct Escalate: CaseCommand {
    package static let verb = Verb.escalate

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
