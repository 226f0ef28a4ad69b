package import City
package import Workflows

/// The level above gives a declined task to a department for good.
package struct Assign: CaseCommand {
    package static let verb = Verb.assign

    package var target: Target
    /// The department.
    package var organisation: OrganisationCode
    /// Why this one.
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
