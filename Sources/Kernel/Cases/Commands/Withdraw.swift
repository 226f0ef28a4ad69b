package import Workflows

/// The reporter takes the case back.
package struct Withdraw: CaseCommand {
    package static let verb = Verb.withdraw

    package var target: Target
    /// Why, if the reporter wants to say so.
    package var text: String?

    package init(_ target: Target, text: String? = nil) {
        self.target = target
        self.text = text
    }

    package var given: Given {
        Given(text: text, reason: text)
    }
}
