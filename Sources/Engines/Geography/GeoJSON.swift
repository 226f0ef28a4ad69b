public import Ground

/// GeoJSON (RFC 7946) in and out.
public enum GeoJSON {
    /// Reads a FeatureCollection, a Feature or a bare geometry.
    ///
    /// Points, line strings, polygons and multi-polygons are taken; a third number of a position is left out. Property values that
    /// are not text come as JSON text, `null` not at all. Faults – of JSON, of structure, of a ring – go to `diagnostics` with the
    /// line and the number of the feature, and that feature is left out. The answer has only sound shapes.
    public static func read(_ bytes: [UInt8], file: String, diagnostics: inout Diagnostics) -> [Feature] {
        let root: JSON
        do {
            root = try JSONReader.read(bytes)
        } catch {
            diagnostics.error(
                error.message, at: Place(file, line: error.line, column: error.column),
                advice: "this is not JSON; export the file again as GeoJSON in UTF-8")
            return []
        }
        var reader = GeoJSONReader(file: file)
        let features = reader.features(root)
        diagnostics.append(contentsOf: reader.diagnostics)
        return features
    }

    /// A FeatureCollection, one feature a line, positions with at most seven decimals (about one centimetre), outer rings
    /// anticlockwise and holes clockwise as the standard asks.
    public static func write(_ features: [Feature]) -> String {
        var text = "{\"type\":\"FeatureCollection\",\"features\":["
        for (index, feature) in features.enumerated() {
            text += index == 0 ? "\n" : ",\n"
            text += line(feature)
        }
        return text + "\n]}\n"
    }

    private static func line(_ feature: Feature) -> String {
        var text = "{\"type\":\"Feature\""
        if let id = feature.id { text += ",\"id\":" + JSONValue.quoted(id) }
        let pairs = feature.properties.pairs.map { JSONValue.quoted($0.name) + ":" + JSONValue.quoted($0.value) }
        text += ",\"properties\":{" + pairs.joined(separator: ",") + "},\"geometry\":"
        switch feature.geometry {
        case .point(let place): text += geometry("Point", position(place))
        case .line(let places): text += geometry("LineString", positions(places))
        case .shape(let shape):
            if shape.polygons.count == 1 {
                text += geometry("Polygon", rings(shape.polygons[0]))
            } else {
                text += geometry("MultiPolygon", "[" + shape.polygons.map(rings).joined(separator: ",") + "]")
            }
        }
        return text + "}"
    }

    private static func geometry(_ type: String, _ coordinates: String) -> String {
        "{\"type\":\"\(type)\",\"coordinates\":\(coordinates)}"
    }

    private static func rings(_ polygon: Shape.Polygon) -> String {
        let turned = polygon.rings.enumerated().map { number, ring in
            let isAnticlockwise = Shape.signedArea(ring) > 0
            return positions(isAnticlockwise == (number == 0) ? ring : ring.reversed())
        }
        return "[" + turned.joined(separator: ",") + "]"
    }

    private static func positions(_ places: [Coordinate]) -> String {
        "[" + places.map(position).joined(separator: ",") + "]"
    }

    private static func position(_ place: Coordinate) -> String {
        let rounded = place.rounded
        return "[" + degrees(rounded.longitude) + "," + degrees(rounded.latitude) + "]"
    }

    /// JSON has no word for a number that is not finite; such a position is not one of the earth and is written as null.
    private static func degrees(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        // Swift writes small numbers as 1e-07, which JSON allows, and whole ones as 3.0.
        return value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : "\(value)"
    }
}
