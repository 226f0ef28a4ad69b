package import City
package import Ground

/// A person, or a machine, who can sign in. Nothing about the person is kept here but a name to show.
package struct Account: Sendable, Hashable {
    package var id: AccountID
    package var login: String
    package var name: Bilingual
    package var isDisabled: Bool
    package var posts: [HeldPost]

    package init(id: AccountID, login: String, name: Bilingual, isDisabled: Bool = false, posts: [HeldPost] = []) {
        self.id = id
        self.login = login
        self.name = name
        self.isDisabled = isDisabled
        self.posts = posts
    }
}

/// A post that an account holds in an area or in an organisation, for a time.
package struct HeldPost: Sendable, Hashable {
    package var kind: PostKind
    package var area: AreaCode?
    package var organisation: OrganisationCode?
    /// The first day.
    package var from: CivilDate?
    /// The first day on which it is held no more.
    package var to: CivilDate?

    package init(
        kind: PostKind, area: AreaCode? = nil, organisation: OrganisationCode? = nil, from: CivilDate? = nil,
        to: CivilDate? = nil
    ) {
        self.kind = kind
        self.area = area
        self.organisation = organisation
        self.from = from
        self.to = to
    }

    package func isHeld(on date: CivilDate) -> Bool {
        (from.map { $0 <= date } ?? true) && (to.map { date < $0 } ?? true)
    }
}
