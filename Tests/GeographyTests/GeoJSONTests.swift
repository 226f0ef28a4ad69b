import Geography
import Ground
import Testing

@Suite("GeoJSON")
struct GeoJSONTests {
    private func read(_ text: String) -> (features: [Feature], diagnostics: Diagnostics) {
        var diagnostics = Diagnostics()
        let features = GeoJSON.read(Array(text.utf8), file: "map.geojson", diagnostics: &diagnostics)
        return (features, diagnostics)
    }

    private static let sample = """
        {"type": "FeatureCollection", "features": [
          {"type": "Feature", "id": 7, "properties": {"name": "五华\\u533a", "n": 1.50, "b": true, "x": null, "l": [1, "a"]},
           "geometry": {"type": "Polygon", "coordinates": [[[102, 25], [103, 25], [103, 26, 1900], [102, 25]]]}},
          {"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [102.5, -0.0000001]}},
          {"type": "Feature", "id": "z", "properties": {}, "geometry": {"type": "LineString",
            "coordinates": [[1, 2], [3, 4]]}},
          {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [
            [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [1, 2], [2, 2], [1, 1]]],
            [[[10, 0], [14, 0], [14, 4], [10, 0]]]]}}
        ]}
        """

    @Test("Everything supported is read")
    func reading() throws {
        let (features, diagnostics) = read(Self.sample)
        #expect(diagnostics.isEmpty, "\(diagnostics.text)")
        try #require(features.count == 4)
        #expect(features[0].id == "7")
        #expect(features[0].properties.pairs.map(\.name) == ["name", "n", "b", "l"])
        #expect(features[0].properties["name"] == "五华区")
        #expect(features[0].properties["n"] == "1.50")
        #expect(features[0].properties["l"] == "[1,\"a\"]")
        #expect(features[0].line == 2)
        #expect(features[1].geometry == .point(Coordinate(longitude: 102.5, latitude: -1e-7)))
        #expect(features[3].shape?.polygons.count == 2)
        #expect(features[3].shape?.polygons.first?.holes.count == 1)
    }

    @Test("What is written reads back equal, and writing it again gives the same text")
    func roundTrip() throws {
        let first = GeoJSON.write(read(Self.sample).features)
        let (again, diagnostics) = read(first)
        #expect(diagnostics.isEmpty)
        #expect(GeoJSON.write(again) == first)
        let odd = "\"\\\u{1}\n\t\r/\u{2028}😀"
        let feature = Feature(
            id: odd, properties: [odd: odd], geometry: .point(Coordinate(longitude: 1e-7, latitude: 89.1234567)))
        let back = try #require(read(GeoJSON.write([feature])).features.first)
        #expect(back.id == odd)
        #expect(back.properties[odd] == odd)
        #expect(back.geometry == feature.geometry)
    }

    @Test("Outer rings are written anticlockwise, holes clockwise")
    func winding() {
        let outer = [(0.0, 0.0), (0, 4), (4, 4), (4, 0), (0, 0)].map { Coordinate(longitude: $0.0, latitude: $0.1) }
        let hole = [(1.0, 1.0), (2, 1), (2, 2), (1, 1)].map { Coordinate(longitude: $0.0, latitude: $0.1) }
        let text = GeoJSON.write([Feature(geometry: .shape(Shape(outer: outer, holes: [hole])))])
        #expect(text.contains("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[2,2],[2,1],[1,1]]]"))
    }

    @Test(
        "Faults name the file, the line and the feature",
        arguments: [
            ("", "map.geojson:1:1: error: the JSON text ends early"),
            ("{\"type\":", "map.geojson:1:9: error: the JSON text ends early"),
            ("{}", "map.geojson:1: error: the member “type” is missing"),
            ("{\"type\": \"Feature\", }", "a name in quotation marks"),
            ("{\"type\": \"Topology\"}", "“Topology” is not supported"),
            ("{\"type\": \"FeatureCollection\"}", "the list “features” is missing"),
            ("\n{\"type\":\"Point\",\"coordinates\":[01,2]}", "map.geojson:2:33: error"),
            ("{\"type\":\"Point\",\"coordinates\":[1e999,2]}", "too large"),
            ("{\"type\":\"Point\",\"coordinates\":[25.1,102.7]}", "25.1,102.7 is not a position of the earth"),
            ("{\"type\":\"Point\",\"coordinates\":[\"1\",2]}", "a position [longitude, latitude]"),
            ("{\"type\":\"LineString\",\"coordinates\":[[1,2]]}", "at least two"),
            ("{\"type\":\"Polygon\",\"coordinates\":[]}", "list of rings"),
            ("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}", "3 points where a ring needs at least 4"),
            ("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}", "not closed"),
            ("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}", "Self-intersection at 0.5,0.5"),
            ("{\"type\":\"Polygon\",\"coordinates\":[[[179,0],[-179,0],[-179,1],[179,0]]]}", "antimeridian"),
            ("{\"type\":\"MultiPolygon\",\"coordinates\":[]}", "no polygon"),
            (
                "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\",\"geometry\":null}]}",
                "map.geojson:2: error: feature 1: it has no geometry"
            ),
            ("{\"type\":\"FeatureCollection\",\"crs\":{\"properties\":{\"name\":\"EPSG:3857\"}},\"features\":[]}", "3857"),
            ("{\"type\":\"\\ud800\"}", "surrogate"),
        ])
    func faults(text: String, expected: String) {
        let (features, diagnostics) = read(text)
        #expect(features.isEmpty)
        #expect(diagnostics.hasErrors)
        #expect(diagnostics.text.contains(expected), "\(diagnostics.text)")
    }

    @Test("Deep nesting and wrong UTF-8 are refused")
    func hostile() {
        #expect(read(String(repeating: "[", count: 1_000_000)).diagnostics.hasErrors)
        var diagnostics = Diagnostics()
        let bytes = Array("{\"type\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        #expect(GeoJSON.read(bytes, file: "x", diagnostics: &diagnostics).isEmpty)
        #expect(diagnostics.text.contains("not UTF-8"))
    }

    @Test("Mutated files never crash, and what is read is sound")
    func fuzz() {
        var random = SeededRandom(seed: 99)
        let seed = Array(Self.sample.utf8)
        let words = ["[", "]", "{", "}", ",", "-", "e9", "1e308", "null", "\"", "\\u", "0", "\"type\":\"Polygon\"", "[[["]
        for _ in 0..<6000 {
            var bytes = seed
            for _ in 0...random.below(4) {
                let at = random.below(bytes.count)
                switch random.below(5) {
                case 0: bytes[at] = UInt8(random.below(256))
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: words[random.below(words.count)].utf8, at: at)
                case 3: bytes.removeSubrange(at..<min(bytes.count, at + random.below(40)))
                default: bytes[at] = UInt8(ascii: "0") + UInt8(random.below(10))
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            var diagnostics = Diagnostics()
            let features = GeoJSON.read(bytes, file: "fuzz", diagnostics: &diagnostics)
            for feature in features { #expect(feature.shape?.faults.isEmpty ?? true) }
            if features.isEmpty, !diagnostics.hasErrors {
                #expect(String(decoding: bytes, as: UTF8.self).contains("features"))
            }
        }
    }
}
