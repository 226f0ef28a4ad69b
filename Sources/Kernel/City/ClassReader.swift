internal import Documents
internal import Ground
internal import Workflows

/// Reads `categories.csv`, the directory of request classes.
struct ClassReader {
    let levels: [AreaLevel]
    /// The procedures of the city; nil where they could not be read, so that nothing is said about them.
    let workflows: Set<String>?
    private var classes: [RequestClass] = []
    private var majors: [MajorClass] = []
    private var majorIndices: [[String]: Int] = [:]
    private var lines: [ClassCode: TableRow] = [:]
    private var outside: [String: Int] = [:]

    private init(levels: [AreaLevel], workflows: Set<String>?) {
        self.levels = levels
        self.workflows = workflows
    }

    static func read(
        _ files: CityFiles, levels: [AreaLevel], workflows: Set<String>?, diagnostics: inout Diagnostics
    ) -> ClassDirectory? {
        let table = Table(
            "categories.csv", in: files,
            required: ["kind", "code", "major", "major_zh", "name_zh", "workflow", "priority", "level", "public"],
            optional: [
                "major_en", "name_en", "limit_urgent", "limit_important", "limit_normal", "duplicate_radius",
                "maps_to", "outside_code", "source",
            ], diagnostics: &diagnostics)
        guard let table, table.isUsable else { return nil }
        var reader = ClassReader(levels: levels, workflows: workflows)
        for row in table.rows { reader.take(row, &diagnostics) }
        reader.checkMappings(&diagnostics)
        if reader.classes.isEmpty, !diagnostics.hasErrors {
            diagnostics.error(
                "there is no class", at: Place(files.path("categories.csv")), advice: "a city needs at least one")
        }
        return ClassDirectory(reader.classes, majors: reader.majors)
    }

    private mutating func take(_ row: TableRow, _ diagnostics: inout Diagnostics) {
        let kind = row.word("kind", RequestClass.Kind.self, &diagnostics)
        let local = row.required("code", &diagnostics)
        let major = row.required("major", &diagnostics)
        let majorName = row.bilingual("major", &diagnostics)
        let name = row.bilingual("name", &diagnostics)
        let priority = row.word("priority", Priority.self, &diagnostics)
        let level = row.word("level", AreaLevel.self, &diagnostics)
        let workflow = row.required("workflow", &diagnostics)
        let limit = limits(row, &diagnostics)
        let radius = radius(row, &diagnostics)
        let isPublic = row.truth("public", &diagnostics)
        guard let kind, let local, let major, let majorName, let name, let priority, let level, let workflow
        else { return }
        check(kind: kind, local: local, major: major, row, &diagnostics)
        check(level: level, workflow: workflow, row, &diagnostics)
        let code = RequestClass.key(kind, local)
        if let first = lines[code] {
            diagnostics.error(
                "the class \(code) stands twice, first on line \(first.row.line)", at: row.place("code"),
                advice: "kind and code together are the key")
            return
        }
        note(major: major, kind: kind, name: majorName, row, &diagnostics)
        noteOutside(row, &diagnostics)
        lines[code] = row
        classes.append(
            RequestClass(
                code: code, kind: kind, localCode: local, major: major, name: name, workflow: workflow,
                priority: priority, limit: limit, defaultLevel: level, isPublic: isPublic, duplicateRadius: radius,
                mapsTo: row.optional("maps_to").map { ClassCode($0) }, outsideCode: row.optional("outside_code"),
                source: row["source"], place: row.place))
    }

    private func check(
        kind: RequestClass.Kind, local: String, major: String, _ row: TableRow, _ diagnostics: inout Diagnostics
    ) {
        if kind == .demand {
            let isWord = local.utf8.allSatisfy {
                ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: "-")
            }
            let taken = RequestClass.Kind.allCases.contains { local == $0.rawValue || local.hasPrefix("\($0.rawValue)-") }
            if !isWord || taken {
                diagnostics.error(
                    "\u{201C}\(local)\u{201D} cannot be the code of a demand", at: row.place("code"),
                    advice: "write a word of small letters, digits and hyphens that does not begin with a kind")
            }
            return
        }
        if local.utf8.count != 5 || !local.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            diagnostics.error(
                "\u{201C}\(local)\u{201D} is not a class of the standard", at: row.place("code"),
                advice: "it has five digits: two for the major class, three for the minor")
        } else if !local.hasPrefix(major) || major.utf8.count != 2 {
            diagnostics.error(
                "the class \(local) does not belong to the major class \(major)", at: row.place("major"),
                advice: "the major class is the first two digits of the code")
        }
    }

    private func check(level: AreaLevel, workflow: String, _ row: TableRow, _ diagnostics: inout Diagnostics) {
        if !levels.isEmpty, !levels.contains(level) {
            diagnostics.error(
                "the level \u{201C}\(level.rawValue)\u{201D} is not used in this city", at: row.place("level"),
                advice: "used are \(levels.map(\.rawValue).joined(separator: ", "))")
        }
        if let workflows, !workflows.contains(workflow) {
            let near = Spelling.nearest(to: workflow, among: workflows.sorted())
            diagnostics.error(
                "there is no procedure \u{201C}\(workflow)\u{201D}", at: row.place("workflow"),
                advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" } ?? "procedures are files in workflows/")
        }
    }

    private func limits(_ row: TableRow, _ diagnostics: inout Diagnostics) -> [Priority: Allowance]? {
        var limits: [Priority: Allowance] = [:]
        for priority in Priority.allCases {
            let column = "limit_\(priority.rawValue)"
            guard let text = row.optional(column) else { continue }
            if let allowance = Allowance(text) {
                limits[priority] = allowance
            } else {
                diagnostics.error(
                    "\u{201C}\(text)\u{201D} is not a time allowed", at: row.place(column),
                    advice: "write such as 4 working hours, 3 working days, 2 hours, 7 days")
            }
        }
        return limits.isEmpty ? nil : limits
    }

    private func radius(_ row: TableRow, _ diagnostics: inout Diagnostics) -> Double? {
        guard let text = row.optional("duplicate_radius") else { return nil }
        if let value = Double(text), value >= 0, value <= 10_000 { return value }
        diagnostics.error(
            "\u{201C}\(text)\u{201D} is not a radius in metres", at: row.place("duplicate_radius"),
            advice: "write a number from 0 to 10000")
        return nil
    }

    private mutating func note(
        major: String, kind: RequestClass.Kind, name: Bilingual, _ row: TableRow, _ diagnostics: inout Diagnostics
    ) {
        let key = [kind.rawValue, major]
        guard let index = majorIndices[key] else {
            majorIndices[key] = majors.count
            majors.append(MajorClass(kind: kind, key: major, name: name))
            return
        }
        if majors[index].name != name {
            diagnostics.error(
                "the major class \(major) is called \u{201C}\(name.zh)\u{201D} here and "
                    + "\u{201C}\(majors[index].name.zh)\u{201D} above", at: row.place("major_zh"),
                advice: "a major class has one name in both languages")
        }
    }

    private mutating func noteOutside(_ row: TableRow, _ diagnostics: inout Diagnostics) {
        guard let code = row.optional("outside_code") else { return }
        if let line = outside[code] {
            diagnostics.error(
                "the outside code \(code) stands twice, first on line \(line)", at: row.place("outside_code"),
                advice: "an outside code names one class")
        } else {
            outside[code] = row.row.line
        }
    }

    private mutating func checkMappings(_ diagnostics: inout Diagnostics) {
        let kinds = Dictionary(uniqueKeysWithValues: classes.map { ($0.code, $0.kind) })
        for requestClass in classes {
            guard let target = requestClass.mapsTo, let row = lines[requestClass.code] else { continue }
            if kinds[target] == nil || kinds[target] == .demand {
                diagnostics.error(
                    "\(target) is no class of the standard in this directory", at: row.place("maps_to"),
                    advice: "write it as matter-06010 or component-01037")
            }
        }
    }
}
