/// How high an area stands in the territory. A city need not use all of them: which stand under which, and what they are called
/// here, says `city.yaml`.
package enum AreaLevel: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case city
    /// District, county, county-level city, or a functional zone that is run like one.
    case county
    /// Street, town or township.
    case street
    /// Community or village.
    case community
    /// Residents' or villagers' group.
    case group
    case courtyard
    /// Working area of a grid worker, or a unit grid.
    case grid
    case building

    /// 0 for the city, counting downwards.
    package var depth: Int {
        switch self {
        case .city: 0
        case .county: 1
        case .street: 2
        case .community: 3
        case .group: 4
        case .courtyard: 5
        case .grid: 6
        case .building: 7
        }
    }

    /// The higher level is the smaller: `city < county`.
    package static func < (a: AreaLevel, b: AreaLevel) -> Bool { a.depth < b.depth }
}
