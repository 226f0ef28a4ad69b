package import Workflows

/// The resident's word on the result.
package struct Rate: CaseCommand {
    package static let verb = Verb.rate

    package var target: Target
    /// 1 to the scale of the workflow.
    package var rating: Int
    /// In the resident's own words.
    package var text: String?

    package init(_ target: Target, rating: Int, text: String? = nil) {
        self.target = target
        self.rating = rating
        self.text = text
    }

    package var given: Given {
        Given(text: text, rating: rating)
    }
}
