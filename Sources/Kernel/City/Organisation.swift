package import Ground

/// A body that can be called: department, street office, company, social organisation.
package struct Organisation: Sendable, Hashable {
    /// The five kinds of actors, finer where work is routed differently.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Leads and co-ordinates; takes no orders itself.
        case coordination
        case department
        case streetOffice = "street-office"
        /// Residents' or villagers' committee of a community.
        case committee
        case company
        case massOrganisation = "mass-organisation"
        case socialOrganisation = "social-organisation"
    }

    package var code: OrganisationCode
    package var name: Bilingual
    package var kind: Kind
    /// The field of work, a key of the city's list of fields.
    package var field: String?
    /// The area it works for.
    package var area: AreaCode
    package var parent: OrganisationCode?
    package var phone: String?
    package var email: String?
    /// Phone and mail are invented.
    package var hasSyntheticContact: Bool
    /// The unified social credit code (GB 32100), where it is known.
    package var creditCode: String?
    package var place: Place

    package init(
        code: OrganisationCode, name: Bilingual, kind: Kind, field: String? = nil, area: AreaCode,
        parent: OrganisationCode? = nil, phone: String? = nil, email: String? = nil, hasSyntheticContact: Bool = false,
        creditCode: String? = nil, place: Place = Place("organisations.csv")
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.field = field
        self.area = area
        self.parent = parent
        self.phone = phone
        self.email = email
        self.hasSyntheticContact = hasSyntheticContact
        self.creditCode = creditCode
        self.place = place
    }

    /// The level whose duty catalogue applies: what a street or a community may be asked for. Nil for departments and others,
    /// which are asked for their own work.
    package var level: AreaLevel? {
        switch kind {
        case .streetOffice: .street
        case .committee: .community
        case .coordination, .department, .company, .massOrganisation, .socialOrganisation: nil
        }
    }
}

/// The city's organisations.
package struct Organisations: Sendable {
    /// In the order of the file.
    package let all: [Organisation]
    private let indices: [OrganisationCode: Int]
    private let byArea: [AreaCode: [Int]]

    package init(_ organisations: [Organisation]) {
        all = organisations
        indices = Dictionary(
            organisations.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
        byArea = Dictionary(grouping: organisations.indices) { organisations[$0].area }
    }

    package func organisation(_ code: OrganisationCode) -> Organisation? { indices[code].map { all[$0] } }

    /// The organisations that work for exactly this area.
    package func organisations(of area: AreaCode) -> [Organisation] { (byArea[area] ?? []).map { all[$0] } }

    /// The organisations directly below one.
    package func children(of code: OrganisationCode) -> [Organisation] { all.filter { $0.parent == code } }
}
