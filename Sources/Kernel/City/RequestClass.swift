package import Ground
package import Workflows

/// A class of requests: what it is called, how it flows, how long it may take.
package struct RequestClass: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// What residents ask for, in their words.
        case demand
        /// A fixed thing: manhole, lamp, sign.
        case component
        /// Something that happens: waste, an illegal advert, a component abnormal.
        case matter
    }

    package var code: ClassCode
    package var kind: Kind
    /// The code within its kind, such as `01001`.
    package var localCode: String
    /// The key of the major class within its kind, such as `01`.
    package var major: String
    package var name: Bilingual
    /// The workflow of its cases.
    package var workflow: String
    package var priority: Priority
    /// How long handling may take, by priority; nil where the class sets no limit.
    package var limit: [Priority: Allowance]?
    /// The level that decides its cases first.
    package var defaultLevel: AreaLevel
    /// Whether residents may pick it and its cases are shown to all.
    package var isPublic: Bool
    /// Within how many metres an open case may be the same; nil for the city's value.
    package var duplicateRadius: Double?
    /// The class of the standard that a demand corresponds to.
    package var mapsTo: ClassCode?
    /// The code by which outside systems name it.
    package var outsideCode: String?
    package var source: String
    package var place: Place

    package init(
        code: ClassCode, kind: Kind, localCode: String, major: String, name: Bilingual, workflow: String = "demand",
        priority: Priority = .normal, limit: [Priority: Allowance]? = nil, defaultLevel: AreaLevel = .street,
        isPublic: Bool = true, duplicateRadius: Double? = nil, mapsTo: ClassCode? = nil, outsideCode: String? = nil,
        source: String = "", place: Place = Place("categories.csv")
    ) {
        self.code = code
        self.kind = kind
        self.localCode = localCode
        self.major = major
        self.name = name
        self.workflow = workflow
        self.priority = priority
        self.limit = limit
        self.defaultLevel = defaultLevel
        self.isPublic = isPublic
        self.duplicateRadius = duplicateRadius
        self.mapsTo = mapsTo
        self.outsideCode = outsideCode
        self.source = source
        self.place = place
    }

    /// The key of a class: the kind belongs to it, because both annexes of the standard count from 01001.
    package static func key(_ kind: Kind, _ localCode: String) -> ClassCode {
        kind == .demand ? ClassCode(localCode) : ClassCode("\(kind.rawValue)-\(localCode)")
    }
}

/// A major class: a group of classes of one kind.
package struct MajorClass: Sendable, Hashable {
    package var kind: RequestClass.Kind
    package var key: String
    package var name: Bilingual
    package var classes: [ClassCode]

    package init(kind: RequestClass.Kind, key: String, name: Bilingual, classes: [ClassCode] = []) {
        self.kind = kind
        self.key = key
        self.name = name
        self.classes = classes
    }
}
