package import City
package import Geography

/// The polygons of a city by area, for small drawings of where something lies.
package struct AreaShapes: Sendable {
    private let cells: [AreaCode: CityMap.Cell]
    private let territory: Territory
    private let notice: Bilingual?

    package init(_ city: City) {
        cells = Dictionary(city.map.cells.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        territory = city.territory
        notice = city.settings.mapNotice
    }

    /// The street of an area among the streets of its county; nil where there are no polygons.
    package func sketch(of area: AreaCode, position: Coordinate?) -> AreaSketch? {
        guard let county = territory.ancestor(of: area, at: .county) else { return nil }
        let street = territory.ancestor(of: area, at: .street)
        let neighbours = territory.children(of: county).compactMap { cells[$0.code] }
        guard !neighbours.isEmpty, let extent = Extent(around: neighbours.flatMap { $0.shape.rings }.joined()) else { return nil }
        let own = area == street ? nil : cells[area]
        return AreaSketch(
            extent: extent, neighbours: neighbours.filter { $0.code != street }.map(\.shape),
            street: street.flatMap { cells[$0]?.shape }, own: own?.shape, position: position,
            name: territory.area(street ?? county)?.name ?? Bilingual(zh: "", en: ""),
            isSchematic: (neighbours + [own].compactMap { $0 }).contains(where: \.isSchematic), notice: notice)
    }
}

/// A drawing of the streets of a county in which one is marked. It says of itself that it is schematic where it is.
package struct AreaSketch: Sendable {
    var extent: Extent
    var neighbours: [Shape]
    var street: Shape?
    var own: Shape?
    var position: Coordinate?
    var name: Bilingual
    var isSchematic: Bool
    var notice: Bilingual?

    private static let width = 320.0

    func html(_ reader: Reader) -> HTML {
        let title = reader.say(.mapOf.with(reader.say(name)))
        let words = notice.map { reader.say($0) } ?? reader.say(.schematic)
        let caption: HTML? = isSchematic ? "<figcaption>\(words)</figcaption>" : nil
        let point: HTML? = position.flatMap { place in
            guard extent.contains(place) else { return nil }
            let (x, y) = project(place)
            return "<circle class=\"point\" cx=\"\(x)\" cy=\"\(y)\" r=\"5\"/>"
        }
        return """
            <figure class="sketch"><svg viewBox="-2 -2 \(Int(AreaSketch.width) + 4) \(height + 4)" role="img" aria-label="\(title)">\
            <path d="\(path(neighbours))"/><path class="street" d="\(path([street].compactMap { $0 }))"/>\
            <path class="own" d="\(path([own].compactMap { $0 }))"/>\(point)</svg>\(caption)</figure>

            """
    }

    /// Degrees of longitude are shorter than those of latitude; taken at the middle, which is enough for a drawing.
    private var scale: (x: Double, y: Double) {
        let middle = (extent.south + extent.north) / 2
        let x = AreaSketch.width / max(extent.east - extent.west, 1e-9)
        return (x, x / max(AreaSketch.cosine(degrees: middle), 0.05))
    }

    private var height: Int { Int(min(max((extent.north - extent.south) * scale.y, 1), 2000)) }

    private func project(_ place: Coordinate) -> (Int, Int) {
        let x = (place.longitude - extent.west) * scale.x
        let y = (extent.north - place.latitude) * scale.y
        return (Int(min(max(x, -10), 2010).rounded()), Int(min(max(y, -10), 2010).rounded()))
    }

    private func path(_ shapes: [Shape]) -> String {
        var text = ""
        for ring in shapes.lazy.flatMap(\.rings) {
            for (index, place) in ring.dropLast().enumerated() {
                let (x, y) = project(place)
                text += "\(index == 0 ? "M" : "L")\(x) \(y)"
            }
            text += "Z"
        }
        return text
    }

    /// By its series; exact to a thousandth for latitudes.
    private static func cosine(degrees: Double) -> Double {
        let x = degrees * .pi / 180
        let square = x * x
        return 1 - square / 2 + square * square / 24 - square * square * square / 720
    }
}
