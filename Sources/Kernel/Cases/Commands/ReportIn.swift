package import Workflows

/// A department answers its call: we are on it.
package struct ReportIn: CaseCommand {
    package static let verb = Verb.reportIn

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
