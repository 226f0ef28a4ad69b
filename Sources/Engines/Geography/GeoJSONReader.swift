internal import Ground

/// Translates parsed JSON to features and collects what is wrong.
struct GeoJSONReader {
    let file: String
    private(set) var diagnostics = Diagnostics()
    private var feature = 0

    init(file: String) { self.file = file }

    private mutating func report(_ message: String, line: Int, advice: String? = nil) {
        let start = feature > 0 ? "feature \(feature): " : ""
        diagnostics.error(start + message, at: Place(file, line: line), advice: advice)
    }

    mutating func features(_ root: JSON) -> [Feature] {
        guard let type = root.member("type")?.string else {
            report("the member \u{201C}type\u{201D} is missing", line: root.line, advice: "this is not GeoJSON")
            return []
        }
        guard isKnownSystem(root) else { return [] }
        switch type {
        case "FeatureCollection":
            guard let list = root.member("features"), let items = list.array else {
                report("the list \u{201C}features\u{201D} is missing", line: root.line)
                return []
            }
            var features: [Feature] = []
            for (index, item) in items.enumerated() {
                feature = index + 1
                if let read = read(item) { features.append(read) }
            }
            return features
        case "Feature":
            feature = 1
            return read(root).map { [$0] } ?? []
        default:
            return geometry(root).map { [Feature(geometry: $0, line: root.line)] } ?? []
        }
    }

    /// Files of before 2016 may name their coordinate system; only those that are WGS-84 or CGCS2000 can be used.
    private mutating func isKnownSystem(_ root: JSON) -> Bool {
        guard let system = root.member("crs"), !system.isNull else { return true }
        let name = system.member("properties")?.member("name")?.string ?? ""
        if ["CRS84", ":4326", ":4490"].contains(where: { name.hasSuffix($0) }) { return true }
        report(
            "the coordinate system \u{201C}\(name)\u{201D} is not WGS-84 or CGCS2000", line: system.line,
            advice: "export the file in WGS-84 (EPSG:4326)")
        return false
    }

    private mutating func read(_ item: JSON) -> Feature? {
        guard item.member("type")?.string == "Feature" else {
            report("it is not of the type \u{201C}Feature\u{201D}", line: item.line)
            return nil
        }
        guard let place = item.member("geometry"), !place.isNull else {
            report("it has no geometry", line: item.line, advice: "draw it or leave it out")
            return nil
        }
        guard let geometry = geometry(place) else { return nil }
        var id: String?
        if let member = item.member("id"), !member.isNull {
            switch member.content {
            case .string(let text): id = text
            case .number(_, let spelling): id = spelling
            default: report("the id is neither text nor a number", line: member.line)
            }
        }
        var properties = Feature.Properties()
        if let member = item.member("properties"), !member.isNull {
            guard case .object(let members) = member.content else {
                report("\u{201C}properties\u{201D} is not an object", line: member.line)
                return nil
            }
            var seen: Set<String> = []
            for (name, value) in members {
                if !seen.insert(name).inserted {
                    report("the property \u{201C}\(name)\u{201D} stands twice", line: value.line)
                }
                if value.isNull { continue }
                properties[name] = value.string ?? value.text
            }
        }
        return Feature(id: id, properties: properties, geometry: geometry, line: item.line)
    }

    private mutating func geometry(_ json: JSON) -> Feature.Geometry? {
        guard let type = json.member("type")?.string else {
            report("the geometry has no type", line: json.line)
            return nil
        }
        guard ["Point", "LineString", "Polygon", "MultiPolygon"].contains(type) else {
            report(
                "a geometry of the type \u{201C}\(type)\u{201D} is not supported", line: json.line,
                advice: "use Point, LineString, Polygon or MultiPolygon")
            return nil
        }
        guard let coordinates = json.member("coordinates") else {
            report("the geometry has no coordinates", line: json.line)
            return nil
        }
        switch type {
        case "Point":
            guard let place = position(coordinates), isOnEarth(place, coordinates.line) else { return nil }
            return .point(place)
        case "LineString":
            guard let places = positions(coordinates) else { return nil }
            guard places.count >= 2 else {
                report("a line needs at least two positions", line: coordinates.line)
                return nil
            }
            for place in places where !isOnEarth(place, coordinates.line) { return nil }
            return .line(places)
        case "Polygon":
            guard let polygon = polygon(coordinates) else { return nil }
            return sound(Shape([polygon]), coordinates.line)
        default:
            guard let items = coordinates.array else {
                report("a list of polygons was expected", line: coordinates.line)
                return nil
            }
            var polygons: [Shape.Polygon] = []
            for item in items {
                guard let polygon = polygon(item) else { return nil }
                polygons.append(polygon)
            }
            return sound(Shape(polygons), coordinates.line)
        }
    }

    private mutating func sound(_ shape: Shape, _ line: Int) -> Feature.Geometry? {
        let faults = shape.faults
        for fault in faults { report(fault.message, line: line, advice: fault.advice) }
        return faults.isEmpty ? .shape(shape) : nil
    }

    private mutating func isOnEarth(_ place: Coordinate, _ line: Int) -> Bool {
        if place.isValid { return true }
        report(
            "\(place) is not a position of the earth", line: line,
            advice: "give longitude −180 … 180 first, then latitude −90 … 90, in degrees of WGS-84")
        return false
    }

    private mutating func polygon(_ json: JSON) -> Shape.Polygon? {
        guard let items = json.array, !items.isEmpty else {
            report("a polygon needs a list of rings", line: json.line)
            return nil
        }
        var rings: [[Coordinate]] = []
        for item in items {
            guard let ring = positions(item) else { return nil }
            rings.append(ring)
        }
        let outer = rings.removeFirst()
        return Shape.Polygon(outer: outer, holes: rings)
    }

    private mutating func positions(_ json: JSON) -> [Coordinate]? {
        guard let items = json.array else {
            report("a list of positions was expected", line: json.line)
            return nil
        }
        var places: [Coordinate] = []
        places.reserveCapacity(items.count)
        for item in items {
            guard let place = position(item) else { return nil }
            places.append(place)
        }
        return places
    }

    private mutating func position(_ json: JSON) -> Coordinate? {
        guard let items = json.array, items.count >= 2, let x = items[0].number, let y = items[1].number else {
            report("a position [longitude, latitude] was expected", line: json.line)
            return nil
        }
        return Coordinate(longitude: x, latitude: y)
    }
}
