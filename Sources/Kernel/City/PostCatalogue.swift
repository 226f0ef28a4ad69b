package import Ground

/// A kind of post: what its holder is called, where it is held, and what it enables to.
package struct Post: Sendable, Hashable {
    package enum Seat: Sendable, Hashable {
        /// Held in an area of one of these levels.
        case area([AreaLevel])
        /// Held in an organisation of one of these kinds.
        case organisation([Organisation.Kind])
    }

    package var kind: PostKind
    package var title: Bilingual
    package var seat: Seat
    /// The words by which workflows name those who may; the kind itself is always among them.
    package var abilities: Set<String>
    /// Duties about things, matters and places that the post carries, such as `notices`, `repairs`.
    package var duties: [String]
    package var place: Place

    package init(
        kind: PostKind, title: Bilingual, seat: Seat, abilities: Set<String> = [], duties: [String] = [],
        place: Place = Place("posts.yaml")
    ) {
        self.kind = kind
        self.title = title
        self.seat = seat
        self.abilities = abilities.union([kind.rawValue])
        self.duties = duties
        self.place = place
    }
}

/// An account of an invented person, for the demonstration.
package struct DemonstrationAccount: Sendable, Hashable {
    package struct Held: Sendable, Hashable {
        package var kind: PostKind
        package var area: AreaCode?
        package var organisation: OrganisationCode?

        package init(kind: PostKind, area: AreaCode? = nil, organisation: OrganisationCode? = nil) {
            self.kind = kind
            self.area = area
            self.organisation = organisation
        }
    }

    package var login: String
    package var name: Bilingual
    package var posts: [Held]
    package var place: Place

    package init(login: String, name: Bilingual, posts: [Held], place: Place = Place("posts.yaml")) {
        self.login = login
        self.name = name
        self.posts = posts
        self.place = place
    }
}

/// The city's kinds of posts.
package struct PostCatalogue: Sendable {
    /// In the order of the file.
    package let all: [Post]
    package let demonstration: [DemonstrationAccount]
    private let indices: [PostKind: Int]

    package init(_ posts: [Post], demonstration: [DemonstrationAccount] = []) {
        all = posts
        self.demonstration = demonstration
        indices = Dictionary(
            posts.enumerated().map { ($0.element.kind, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    package func post(_ kind: PostKind) -> Post? { indices[kind].map { all[$0] } }

    /// The kinds of posts that a workflow's word names.
    package func kinds(able ability: String) -> [PostKind] {
        all.filter { $0.abilities.contains(ability) }.map(\.kind)
    }

    /// The words by which workflows may name the holder of a post.
    package func abilities(of kind: PostKind) -> Set<String> { post(kind)?.abilities ?? [] }
}
