internal import Geography
internal import Ground

extension CityMap {
    /// Reads `areas.geojson`: features with the property `code`, and `schematic` where the polygon only stands in for a border.
    /// A city without the file has no polygons.
    static func read(_ files: CityFiles, territory: Territory?, diagnostics: inout Diagnostics) -> CityMap? {
        let name = "areas.geojson"
        let file = files.path(name)
        guard let bytes = files.bytes(name, diagnostics: &diagnostics) else { return CityMap() }
        var lines: [AreaCode: Int] = [:]
        var cells: [Cell] = []
        for feature in GeoJSON.read(bytes, file: file, diagnostics: &diagnostics) {
            let place = Place(file, line: feature.line)
            guard let shape = feature.shape else {
                diagnostics.error("a point or a line is no area", at: place, advice: "give the area a polygon")
                continue
            }
            guard let text = feature.properties["code"] else {
                diagnostics.error(
                    "the feature does not say which area it is", at: place, advice: "add the property \u{201C}code\u{201D}")
                continue
            }
            let code = AreaCode(text)
            if let first = lines.updateValue(feature.line, forKey: code) {
                diagnostics.error(
                    "the area \(code) has a polygon already, on line \(first)", at: place,
                    advice: "make one multi-polygon of the two")
                continue
            }
            if let territory, territory.area(code) == nil {
                diagnostics.error("the area \(code) does not exist", at: place, advice: "areas are listed in areas.csv")
                continue
            }
            cells.append(Cell(code: code, shape: shape, isSchematic: feature.properties["schematic"] == "true"))
        }
        guard let territory else { return nil }
        do {
            return try CityMap(cells, territory: territory)
        } catch {
            diagnostics.error(error.message, at: Place(file), advice: error.advice)
            return nil
        }
    }
}
