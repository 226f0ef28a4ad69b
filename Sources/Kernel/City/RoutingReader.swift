internal import Documents
internal import Ground

/// Reads `responsibilities.csv`. A rule that names something unknown is an error, never silently off.
struct RoutingReader {
    let territory: Territory
    let classes: ClassDirectory
    let organisations: Organisations
    private var rules: [Routing.Rule] = []
    private var taken: [Key: Int] = [:]

    private struct Key: Hashable {
        var pattern: ClassPattern
        var area: AreaCode?
    }

    private init(territory: Territory, classes: ClassDirectory, organisations: Organisations) {
        self.territory = territory
        self.classes = classes
        self.organisations = organisations
    }

    static func read(
        _ files: CityFiles, territory: Territory, classes: ClassDirectory, organisations: Organisations,
        diagnostics: inout Diagnostics
    ) -> Routing? {
        let table = Table(
            "responsibilities.csv", in: files, required: ["classes", "area", "organisation", "reason_zh"],
            optional: ["supporting", "reason_en"], diagnostics: &diagnostics)
        guard let table, table.isUsable else { return nil }
        var reader = RoutingReader(territory: territory, classes: classes, organisations: organisations)
        for row in table.rows { reader.take(row, &diagnostics) }
        reader.checkCoverage(&diagnostics)
        return Routing(reader.rules, territory: territory, classes: classes, organisations: organisations)
    }

    private mutating func take(_ row: TableRow, _ diagnostics: inout Diagnostics) {
        let area = area(row, &diagnostics)
        let patterns = ClassPattern.read(row, classes: classes, &diagnostics)
        for pattern in patterns { note(pattern, area, row, &diagnostics) }
        let reason = row.bilingual("reason", &diagnostics)
        let organisation = row.required("organisation", &diagnostics).flatMap {
            template($0, "organisation", row, &diagnostics)
        }
        let supporting = row.items("supporting").compactMap { template($0, "supporting", row, &diagnostics) }
        guard let organisation, let reason else { return }
        for (template, column) in [(organisation, "organisation")] + supporting.map({ ($0, "supporting") }) {
            checkOrganisations(template, column, area, row, &diagnostics)
        }
        rules.append(
            Routing.Rule(
                classes: patterns, area: area, organisation: organisation, supporting: supporting, reason: reason,
                place: row.place))
    }

    private func area(_ row: TableRow, _ diagnostics: inout Diagnostics) -> AreaCode? {
        guard let text = row.required("area", &diagnostics), text != "*" else { return nil }
        let code = AreaCode(text)
        if territory.area(code) == nil {
            diagnostics.error(
                "the area \(code) does not exist", at: row.place("area"), advice: "write * for the whole city")
        }
        return code
    }

    private mutating func note(
        _ pattern: ClassPattern, _ area: AreaCode?, _ row: TableRow, _ diagnostics: inout Diagnostics
    ) {
        let key = Key(pattern: pattern, area: area)
        if let line = taken[key] {
            diagnostics.error(
                "\(pattern) in \(area?.rawValue ?? "the whole city") has a rule already, on line \(line)",
                at: row.place("classes"), advice: "two rules cannot compete; remove one or narrow it")
        } else {
            taken[key] = row.row.line
        }
    }

    private func template(
        _ text: String, _ column: String, _ row: TableRow, _ diagnostics: inout Diagnostics
    ) -> OrganisationTemplate? {
        if let template = OrganisationTemplate(text) { return template }
        diagnostics.error(
            "\u{201C}\(text)\u{201D} has an open brace or names no level", at: row.place(column),
            advice: "write such as urban-management-{county}")
        return nil
    }

    /// Every organisation that the rule can name must exist, in every area where the rule holds.
    private func checkOrganisations(
        _ template: OrganisationTemplate, _ column: String, _ area: AreaCode?, _ row: TableRow,
        _ diagnostics: inout Diagnostics
    ) {
        var named: Set<OrganisationCode> = []
        if let level = template.lowestLevel {
            for candidate in territory.areas(at: level) where candidate.validTo == nil {
                let isWithin = area.map { territory.contains($0, candidate.code) || territory.contains(candidate.code, $0) }
                guard isWithin ?? true else { continue }
                if let code = template.organisation(for: candidate.code, in: territory) { named.insert(code) }
            }
            if named.isEmpty {
                diagnostics.error(
                    "no area of the level \(level.rawValue) lies where this rule holds", at: row.place(column),
                    advice: "name the organisation without a gap for the area")
            }
        } else {
            named.insert(OrganisationCode(template.description))
        }
        let missing = named.filter { organisations.organisation($0) == nil }.sorted()
        if let first = missing.first {
            let near =
                missing.count == 1
                ? Spelling.nearest(to: first.rawValue, among: organisations.all.lazy.map(\.code.rawValue)) : nil
            diagnostics.error(
                missing.count == 1
                    ? "there is no organisation \(first)"
                    : "there are no organisations \(missing.prefix(3).map(\.rawValue).joined(separator: ", "))"
                        + (missing.count > 3 ? " and \(missing.count - 3) more" : ""),
                at: row.place(column),
                advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" } ?? "organisations are listed in organisations.csv")
        }
        let idle = named.compactMap { organisations.organisation($0) }.filter { $0.kind == .coordination }
        if let first = idle.first {
            diagnostics.error(
                "\(first.code) co-ordinates and takes no work orders", at: row.place(column),
                advice: "name the department that does the work")
        }
    }

    /// A class without a rule for the whole city may end at nobody's door.
    private func checkCoverage(_ diagnostics: inout Diagnostics) {
        for requestClass in classes.all {
            let isCovered = rules.contains { rule in
                rule.area == nil && rule.classes.contains { $0.matches(requestClass) }
            }
            if !isCovered {
                diagnostics.warning(
                    "the class \(requestClass.code) has no rule for the whole city in responsibilities.csv",
                    at: requestClass.place, advice: "name who is responsible where no narrower rule holds")
            }
        }
    }
}

extension ClassPattern {
    /// The patterns of a row; what matches no class is reported.
    static func read(_ row: TableRow, classes: ClassDirectory, _ diagnostics: inout Diagnostics) -> [ClassPattern] {
        guard row.required("classes", &diagnostics) != nil else { return [] }
        var patterns: [ClassPattern] = []
        for text in row.items("classes") {
            let pattern = ClassPattern(text)
            let isKnown =
                if case .exact(let code) = pattern {
                    classes.class(code) != nil
                } else {
                    classes.all.contains { pattern.matches($0) }
                }
            if !isKnown {
                let near = Spelling.nearest(to: text, among: classes.all.lazy.map(\.code.rawValue))
                diagnostics.error(
                    "there is no class \u{201C}\(text)\u{201D}", at: row.place("classes"),
                    advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" }
                        ?? "write *, a kind such as matter, a major class such as matter/06, or a class")
            }
            patterns.append(pattern)
        }
        return patterns
    }
}
