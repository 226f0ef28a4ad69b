package import Ground

/// A node of the territory.
package struct Area: Sendable, Hashable {
    package var code: AreaCode
    package var name: Bilingual
    package var level: AreaLevel
    /// Nil for the city itself, and for an area that ended and whose parent is gone.
    package var parent: AreaCode?
    /// The first day on which the area exists; nil where it is not known or long ago.
    package var validFrom: CivilDate?
    /// The first day on which it exists no more.
    package var validTo: CivilDate?
    /// The areas that took its place when it ended.
    package var successors: [AreaCode]
    /// The code is the city's own, not one of the national list.
    package var isLocalCode: Bool
    /// The area is invented for the demonstration.
    package var isSynthetic: Bool
    /// Where the entry comes from, with the year.
    package var source: String
    package var place: Place

    package init(
        code: AreaCode, name: Bilingual, level: AreaLevel, parent: AreaCode?, validFrom: CivilDate? = nil,
        validTo: CivilDate? = nil, successors: [AreaCode] = [], isLocalCode: Bool = false, isSynthetic: Bool = false,
        source: String = "", place: Place = Place("areas.csv")
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
        self.successors = successors
        self.isLocalCode = isLocalCode
        self.isSynthetic = isSynthetic
        self.source = source
        self.place = place
    }

    /// Whether the area exists on a day.
    package func isValid(on date: CivilDate) -> Bool {
        (validFrom.map { $0 <= date } ?? true) && (validTo.map { date < $0 } ?? true)
    }
}
