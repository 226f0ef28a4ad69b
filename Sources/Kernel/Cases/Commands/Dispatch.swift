package import City
package import Workflows

/// Calls one department.
package struct Dispatch: CaseCommand {
    package static let verb = Verb.dispatch

    package var target: Target
    /// The department.
    package var organisation: OrganisationCode
    /// What is expected of it.
    package var text: String?

    package init(_ target: Target, organisation: OrganisationCode, text: String? = nil) {
        self.target = target
        self.organisation = organisation
        self.text = text
    }

    package var given: Given {
        Given(text: text, organisations: [organisation.rawValue])
    }
}
