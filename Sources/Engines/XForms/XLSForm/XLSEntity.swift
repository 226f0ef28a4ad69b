internal import Documents

/// What the sheet `entities` says: answers become an entry of a list, or change one (getodk.github.io/xforms-spec/entities).
///
/// One list, outside of repeats.
struct XLSEntity: Sendable {
    let dataset: String
    /// The cell of the list's name.
    let spot: XLSBook.Spot
    private var values: [String: XLSBook.Cell]
    var updates: Bool { values["entity_id"] != nil }
    private var creates: Bool { values["entity_id"] == nil || values["create_if"] != nil }

    static func read(_ table: XLSTable, findings: inout XLSFindings) -> [XLSEntity] {
        var result: [XLSEntity] = []
        for column in table.columns where !["dataset", "label", "entity_id", "create_if", "update_if"].contains(column.key.name) {
            findings.error("the column “\(column.heading)” is not supported in the sheet entities", at: column.spot)
        }
        for row in table.rows {
            guard let list = row["dataset"] else {
                findings.error("the entity has no list", at: row.spot, advice: "write the list's name into list_name")
                continue
            }
            if !XLSName.isPlain(list.text) || list.text.hasPrefix("__") || list.text.contains(".") {
                findings.error(
                    "“\(list.text)” cannot be the name of a list of entities", at: list.spot,
                    advice: "\(XLSName.rule.replacing(" and .", with: "")); not two _ at the start")
            }
            var entity = XLSEntity(dataset: list.text, spot: list.spot, values: [:])
            for name in ["label", "entity_id", "create_if", "update_if"] { if let cell = row[name] { entity.values[name] = cell } }
            entity.check(row, findings: &findings)
            result.append(entity)
        }
        for entity in result.dropFirst() {
            findings.error("only one list of entities is supported", at: entity.values["label"]?.spot ?? table.headingSpot)
        }
        return result
    }

    private func check(_ row: XLSTable.Row, findings: inout XLSFindings) {
        if updates, values["create_if"] != nil, values["update_if"] == nil {
            findings.error("an entity_id with create_if needs an update_if as well", at: row.spot)
        }
        if !updates, let condition = values["update_if"] { findings.error("update_if needs an entity_id", at: condition.spot) }
        if !updates, values["label"] == nil {
            findings.error("a new entity needs a label", at: row.spot, advice: "write it into the column label: a formula such as ${name}")
        }
    }

    /// Questions are saved only with an entity to save to.
    static func checkProperties(_ survey: XLSSurvey, hasEntity: Bool, findings: inout XLSFindings) {
        for (index, element) in survey.elements.enumerated() {
            guard let property = element.bound("entities:saveto") else { continue }
            if !hasEntity { findings.error("save_to needs the sheet entities", at: property.spot) }
            if element.isSection { findings.error("a group cannot be saved to an entity", at: property.spot) }
            if survey.nearestRepeat(above: index) != nil { findings.error("entities from repeats are not supported", at: property.spot) }
            if ["name", "label"].contains(property.value.lowercased()) || property.value.hasPrefix("__") || !XLSName.isPlain(property.value) {
                findings.error(
                    "“\(property.value)” cannot be a property of an entity", at: property.spot,
                    advice: "\(XLSName.rule); not name, label, or two _ at the start")
            }
        }
    }

    /// The formulas and the cells they came from.
    var formulas: [XLSBook.Cell] { values.values.sorted { ($0.spot.column ?? 0) < ($1.spot.column ?? 0) } }

    /// The element in `meta`.
    var node: XLSNode {
        var node = XLSNode("entity", [("dataset", dataset)])
        if creates { node.attributes.append(("create", "1")) }
        if updates { node.attributes += [("update", "1")] }
        node.attributes.append(("id", ""))
        if updates { node.attributes += [("baseVersion", ""), ("trunkVersion", ""), ("branchId", "")] }
        if values["label"] != nil { node.append(XLSNode("label")) }
        return node
    }

    func binds(_ paths: XLSPaths) -> [XLSNode] {
        let path = paths.all[0] + "/meta/entity"
        func bind(_ place: String, _ formula: String?) -> XLSNode {
            let calculation = formula.map { [("calculate", paths.resolved($0, at: nil))] } ?? []
            return XLSNode("bind", [("nodeset", "\(path)/\(place)")] + calculation + [("readonly", "true()"), ("type", "string")])
        }
        var result: [XLSNode] = []
        if let condition = values["create_if"] { result.append(bind("@create", condition.text)) }
        if let condition = values["update_if"] { result.append(bind("@update", condition.text)) }
        result.append(bind("@id", values["entity_id"]?.text))
        if let id = values["entity_id"]?.text {
            let entry = "instance('\(dataset)')/root/item[name=\(id)]"
            for (place, column) in [("@baseVersion", "__version"), ("@trunkVersion", "__trunkVersion"), ("@branchId", "__branchId")] {
                result.append(bind(place, "\(entry)/\(column)"))
            }
        } else {
            result.append(XLSNode("setvalue", [("ref", path + "/@id"), ("event", "odk-instance-first-load"), ("value", "uuid()")]))
        }
        if let label = values["label"] { result.append(bind("label", label.text)) }
        return result
    }
}
