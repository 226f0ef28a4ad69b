package import Geography

/// The polygons of the city's areas.
package struct CityMap: Sendable {
    /// The polygon of an area, and whether it only stands in for a border.
    package struct Cell: Sendable {
        package var code: AreaCode
        package var shape: Shape
        package var isSchematic: Bool

        package init(code: AreaCode, shape: Shape, isSchematic: Bool) {
            self.code = code
            self.shape = shape
            self.isSchematic = isSchematic
        }
    }

    /// The finest areas first, otherwise in the order of the territory.
    package let cells: [Cell]
    private let index: AreaMap?

    /// No polygons.
    package init() {
        cells = []
        index = nil
    }

    /// - Throws: the first fault of a shape; its `id` is the position in `cells` as given.
    package init(_ cells: [Cell], territory: Territory) throws(GeographyFault) {
        let order = Dictionary(
            territory.all.enumerated().map { ($0.element.code, ($0.element.level, $0.offset)) },
            uniquingKeysWith: { first, _ in first })
        // The index answers with the lowest id that contains a place: so the finest area comes first.
        let sorted = cells.enumerated().sorted { a, b in
            let (x, y) = (order[a.element.code], order[b.element.code])
            guard let x, let y else { return x != nil }
            return x.0 == y.0 ? x.1 < y.1 : x.0 > y.0
        }
        self.cells = sorted.map(\.element)
        index = try AreaMap(sorted.enumerated().map { (id: $0.offset, shape: $0.element.element.shape) })
    }

    /// The finest area whose polygon contains a place.
    package func locate(_ place: Coordinate) -> AreaCode? {
        index?.area(containing: place).map { cells[$0].code }
    }

    /// Whether any polygon only stands in for a border; every map must say so then.
    package var isSchematic: Bool { cells.contains(where: \.isSchematic) }

    package func cell(_ code: AreaCode) -> Cell? { cells.first { $0.code == code } }
}
