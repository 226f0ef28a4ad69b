package import Workflows

/// Stops the clocks while the case waits for something outside.
package struct Pause: CaseCommand {
    package static let verb = Verb.pause

    package var target: Target
    /// A reason of the workflow's list.
    package var reason: String
    /// A remark.
    package var text: String?

    package init(_ target: Target, reason: String, text: String? = nil) {
        self.target = target
        self.reason = reason
        self.text = text
    }

    package var given: Given {
        Given(text: text, reason: reason)
    }
}
