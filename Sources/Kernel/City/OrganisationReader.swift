internal import Ground

/// Reads `organisations.csv`.
enum OrganisationReader {
    static func read(
        _ files: CityFiles, settings: CitySettings?, territory: Territory?, diagnostics: inout Diagnostics
    ) -> Organisations? {
        let table = Table(
            "organisations.csv", in: files, required: ["code", "name_zh", "kind", "area"],
            optional: ["name_en", "field", "parent", "phone", "email", "synthetic_contact", "credit_code"],
            diagnostics: &diagnostics)
        guard let table, table.isUsable else { return nil }
        var organisations: [Organisation] = []
        var lines: [OrganisationCode: TableRow] = [:]
        for row in table.rows {
            guard let organisation = organisation(row, settings, territory, &diagnostics) else { continue }
            if let first = lines[organisation.code] {
                diagnostics.error(
                    "the code \(organisation.code) stands twice, first on line \(first.row.line)",
                    at: row.place("code"), advice: "give one of them another code")
                continue
            }
            lines[organisation.code] = row
            organisations.append(organisation)
        }
        checkParents(&organisations, lines, &diagnostics)
        return Organisations(organisations)
    }

    private static func organisation(
        _ row: TableRow, _ settings: CitySettings?, _ territory: Territory?, _ diagnostics: inout Diagnostics
    ) -> Organisation? {
        let code = row.required("code", &diagnostics)
        let name = row.bilingual("name", &diagnostics)
        let kind = row.word("kind", Organisation.Kind.self, &diagnostics)
        let area = row.required("area", &diagnostics).map { AreaCode($0) }
        if let area, let territory, territory.area(area) == nil {
            diagnostics.error(
                "the area \(area) does not exist", at: row.place("area"), advice: "areas are listed in areas.csv")
        }
        let field = row.optional("field")
        if let field, let settings, !settings.fields.contains(field) {
            diagnostics.error(
                "the field \u{201C}\(field)\u{201D} is not known", at: row.place("field"),
                advice: "fields are listed in city.yaml: \(settings.fields.joined(separator: ", "))")
        }
        let creditCode = row.optional("credit_code")
        if let creditCode, !CreditCode.isValid(creditCode) {
            diagnostics.error(
                "\(creditCode) is not a unified social credit code", at: row.place("credit_code"),
                advice: "it has 18 characters, the last of them a check character; leave it empty where it is not known")
        }
        guard let code, let name, let kind, let area else { return nil }
        return Organisation(
            code: OrganisationCode(code), name: name, kind: kind, field: field, area: area,
            parent: row.optional("parent").map { OrganisationCode($0) }, phone: row.optional("phone"),
            email: row.optional("email"), hasSyntheticContact: row.truth("synthetic_contact", &diagnostics),
            creditCode: creditCode, place: row.place)
    }

    private static func checkParents(
        _ organisations: inout [Organisation], _ lines: [OrganisationCode: TableRow], _ diagnostics: inout Diagnostics
    ) {
        var parents: [OrganisationCode: OrganisationCode] = [:]
        for index in organisations.indices {
            guard let parent = organisations[index].parent, let row = lines[organisations[index].code] else { continue }
            if lines[parent] == nil {
                diagnostics.error(
                    "the parent \(parent) does not exist", at: row.place("parent"),
                    advice: "name another organisation of this file, or none")
                organisations[index].parent = nil
            } else {
                parents[organisations[index].code] = parent
            }
        }
        for index in organisations.indices {
            let start = organisations[index].code
            var next = parents[start]
            var steps = 0
            while let code = next, code != start, steps < organisations.count {
                next = parents[code]
                steps += 1
            }
            guard next == start, let row = lines[start] else { continue }
            diagnostics.error(
                "\(start) stands under itself", at: row.place("parent"), advice: "correct one of the parents")
            organisations[index].parent = nil
            parents[start] = nil
        }
    }
}
