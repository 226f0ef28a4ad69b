package import Workflows

/// Lets the clocks run again.
package struct Resume: CaseCommand {
    package static let verb = Verb.resume

    package var target: Target
    /// A remark.
    package var text: String?

    package init(_ target: Target, text: String? = nil) {
        self.target = target
        self.text = text
    }

    package var given: Given {
        Given(text: text)
    }
}
