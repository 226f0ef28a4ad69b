package import City
package import Workflows

/// Blows the whistle: calls several departments to one case, each with its own report-in clock.
package struct Whistle: CaseCommand {
    package static let verb = Verb.whistle

    package var target: Target
    /// The departments, at least two.
    package var organisations: [OrganisationCode]
    /// Which of them leads.
    package var lead: OrganisationCode?
    /// What is expected of them.
    package var text: String?

    package init(_ target: Target, organisations: [OrganisationCode], lead: OrganisationCode? = nil, text: String? = nil) {
        self.target = target
        self.organisations = organisations
        self.lead = lead
        self.text = text
    }

    package var given: Given {
        Given(text: text, organisations: organisations.map(\.rawValue), lead: lead?.rawValue)
    }
}
