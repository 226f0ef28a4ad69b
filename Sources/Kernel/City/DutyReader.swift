internal import Ground

/// Reads `duties.csv`; a city without it asks everybody for everything.
enum DutyReader {
    static func read(
        _ files: CityFiles, levels: [AreaLevel], classes: ClassDirectory, diagnostics: inout Diagnostics
    ) -> DutyCatalogue? {
        let table = Table(
            "duties.csv", in: files, required: ["level", "duty", "permitted", "name_zh"],
            optional: ["classes", "name_en", "reason_zh", "reason_en"], isRequired: false, diagnostics: &diagnostics)
        guard let table else { return DutyCatalogue([], classes: classes) }
        guard table.isUsable else { return nil }
        var lines: [DutyCatalogue.Line] = []
        var duties: [[String]: Int] = [:]
        var patterns: [[String]: Int] = [:]
        for row in table.rows {
            guard let line = line(row, levels, classes, &diagnostics) else { continue }
            if let first = duties.updateValue(row.row.line, forKey: [line.level.rawValue, line.duty]) {
                diagnostics.error(
                    "the duty \(line.duty) of the level \(line.level.rawValue) stands already on line \(first)",
                    at: row.place("duty"), advice: "remove one of the two lines")
            }
            for pattern in line.classes {
                let key = [line.level.rawValue, pattern.description]
                if let first = patterns.updateValue(row.row.line, forKey: key) {
                    diagnostics.error(
                        "\(pattern) at the level \(line.level.rawValue) is decided already on line \(first)",
                        at: row.place("classes"), advice: "two lines cannot compete; remove one or narrow it")
                }
            }
            lines.append(line)
        }
        for level in Set(lines.map(\.level)).sorted()
        where !lines.contains(where: { $0.level == level && $0.classes.contains(.any) }) {
            diagnostics.error(
                "the level \(level.rawValue) has duties but no line for all else", at: Place(table.csv.file),
                advice: "add a line with * in the column classes that permits or refuses all that is not listed")
        }
        return DutyCatalogue(lines, classes: classes)
    }

    private static func line(
        _ row: TableRow, _ levels: [AreaLevel], _ classes: ClassDirectory, _ diagnostics: inout Diagnostics
    ) -> DutyCatalogue.Line? {
        let level = row.word("level", AreaLevel.self, &diagnostics)
        if let level, !levels.isEmpty, !levels.contains(level) {
            diagnostics.error(
                "the level \u{201C}\(level.rawValue)\u{201D} is not used in this city", at: row.place("level"),
                advice: "used are \(levels.map(\.rawValue).joined(separator: ", "))")
        }
        let duty = row.required("duty", &diagnostics)
        let name = row.bilingual("name", &diagnostics)
        _ = row.required("permitted", &diagnostics)
        let isPermitted = row.truth("permitted", &diagnostics)
        let patterns =
            row.optional("classes") == nil ? [] : ClassPattern.read(row, classes: classes, &diagnostics)
        let reason: Bilingual?
        if isPermitted {
            reason = row.optional("reason_zh").map { Bilingual(zh: $0, en: row.optional("reason_en") ?? $0) } ?? name
        } else {
            reason = row.bilingual("reason", &diagnostics)
        }
        guard let level, let duty, let name, let reason else { return nil }
        return DutyCatalogue.Line(
            level: level, duty: duty, classes: patterns, isPermitted: isPermitted, name: name, reason: reason,
            place: row.place)
    }
}
