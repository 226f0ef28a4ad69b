package import Workflows

/// The verifier sends an order back to work.
package struct SendBack: CaseCommand {
    package static let verb = Verb.sendBack

    package var target: Target
    /// What is missing.
    package var text: String

    package init(_ target: Target, text: String) {
        self.target = target
        self.text = text
    }

    package var given: Given {
        Given(text: text, reason: text)
    }
}
