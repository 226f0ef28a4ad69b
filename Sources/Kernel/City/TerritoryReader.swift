internal import Ground

/// Reads `areas.csv` and reports everything that makes it no tree.
struct TerritoryReader {
    let levels: [CitySettings.Level]
    private var areas: [Area] = []
    private var rowOf: [AreaCode: TableRow] = [:]
    /// Areas whose line has a fault already told: they stay in the tree, so that what hangs on them is not called an orphan.
    private var broken: Set<AreaCode> = []

    init(levels: [CitySettings.Level]) { self.levels = levels }

    /// The territory, or nil where the file cannot be read as one at all.
    static func read(
        _ files: CityFiles, levels: [CitySettings.Level], diagnostics: inout Diagnostics
    ) -> Territory? {
        let table = Table(
            "areas.csv", in: files, required: ["code", "name_zh", "level", "parent"],
            optional: ["name_en", "valid_from", "valid_to", "successors", "local", "synthetic", "source"],
            diagnostics: &diagnostics)
        guard let table, table.isUsable else { return nil }
        var reader = TerritoryReader(levels: levels)
        for row in table.rows { reader.take(row, &diagnostics) }
        reader.checkParents(&diagnostics)
        reader.checkCycles(&diagnostics)
        reader.checkRoot(files.path("areas.csv"), &diagnostics)
        reader.checkSuccession(&diagnostics)
        return Territory(reader.areas)
    }

    // MARK: One row

    private mutating func take(_ row: TableRow, _ diagnostics: inout Diagnostics) {
        let name = row.bilingual("name", &diagnostics)
        let level = row.word("level", AreaLevel.self, &diagnostics)
        guard let text = row.required("code", &diagnostics) else { return }
        let code = AreaCode(text)
        if let first = rowOf[code] {
            diagnostics.error(
                "the code \(code) stands twice, first on line \(first.row.line)", at: row.place("code"),
                advice: "an area has one line; a changed area gets a new code and the old line names its successor")
            return
        }
        guard let name, let level else {
            broken.insert(code)
            rowOf[code] = row
            areas.append(
                Area(
                    code: code, name: name ?? Bilingual(zh: text, en: text), level: level ?? .building,
                    parent: row.optional("parent").map { AreaCode($0) }, place: row.place))
            return
        }
        if !levels.contains(where: { $0.level == level }) {
            diagnostics.error(
                "the level \u{201C}\(level.rawValue)\u{201D} is not used in this city", at: row.place("level"),
                advice: "add it to the levels in city.yaml")
        }
        let area = Area(
            code: code, name: name, level: level, parent: row.optional("parent").map { AreaCode($0) },
            validFrom: row.date("valid_from", &diagnostics), validTo: row.date("valid_to", &diagnostics),
            successors: row.items("successors").map { AreaCode($0) }, isLocalCode: row.truth("local", &diagnostics),
            isSynthetic: row.truth("synthetic", &diagnostics), source: row["source"], place: row.place)
        if let from = area.validFrom, let to = area.validTo, to <= from {
            diagnostics.error(
                "the area ends on \(to), not after it begins on \(from)", at: row.place("valid_to"),
                advice: "valid_to is the first day on which it exists no more")
        }
        checkCode(area, row, &diagnostics)
        rowOf[code] = row
        areas.append(area)
    }

    /// National codes have as many digits as their level asks; local ones must say that they are local.
    private func checkCode(_ area: Area, _ row: TableRow, _ diagnostics: inout Diagnostics) {
        guard !area.isLocalCode else { return }
        let digits: Int? =
            switch area.level {
            case .city, .county: 6
            case .street: 9
            case .community: 12
            case .group, .courtyard, .grid, .building: nil
            }
        guard let digits else {
            diagnostics.error(
                "a \(area.level.rawValue) has no national code", at: row.place("local"),
                advice: "write yes in the column local")
            return
        }
        let text = area.code.rawValue
        if text.utf8.count != digits || !text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            diagnostics.error(
                "\(text) is not a national code of a \(area.level.rawValue), which has \(digits) digits",
                at: row.place("code"), advice: "correct the code, or write yes in the column local")
        }
    }

    // MARK: The tree

    private mutating func checkParents(_ diagnostics: inout Diagnostics) {
        let indices = Dictionary(uniqueKeysWithValues: areas.enumerated().map { ($0.element.code, $0.offset) })
        for index in areas.indices {
            guard let parent = areas[index].parent, let row = rowOf[areas[index].code] else { continue }
            if let position = indices[parent] {
                checkStep(areas[index], below: areas[position], row, &diagnostics)
            } else {
                diagnostics.error(
                    "the parent \(parent) of \(areas[index].code) does not exist", at: row.place("parent"),
                    advice: "add the area \(parent) or name another parent")
                areas[index].parent = nil
            }
        }
    }

    private func checkStep(_ area: Area, below parent: Area, _ row: TableRow, _ diagnostics: inout Diagnostics) {
        guard !broken.contains(area.code), !broken.contains(parent.code) else { return }
        let under = levels.first { $0.level == area.level }?.under
        if let under, !under.contains(parent.level) {
            let allowed = under.map(\.rawValue).joined(separator: " or ")
            diagnostics.error(
                "a \(area.level.rawValue) cannot stand under the \(parent.level.rawValue) \(parent.code)",
                at: row.place("parent"),
                advice: allowed.isEmpty ? "leave the parent empty" : "name a \(allowed) as its parent")
        }
        let prefix = nationalPrefix(of: area, below: parent)
        if let prefix, !area.code.rawValue.hasPrefix(prefix) {
            diagnostics.error(
                "the code \(area.code) does not belong to the parent \(parent.code)", at: row.place("parent"),
                advice: "codes below it begin with \(prefix); correct the code or the parent")
        }
        if let end = parent.validTo, area.validTo.map({ $0 > end }) ?? true {
            diagnostics.error(
                "\(area.code) outlives its parent \(parent.code), which ended on \(end)", at: row.place("parent"),
                advice: "name the parent's successor, or give it an end too")
        }
        if let begin = parent.validFrom, let own = area.validFrom, own < begin {
            diagnostics.error(
                "\(area.code) begins on \(own), before its parent \(parent.code) on \(begin)",
                at: row.place("valid_from"), advice: "correct one of the two days")
        }
    }

    /// What a national code must begin with below a parent with a national code.
    private func nationalPrefix(of area: Area, below parent: Area) -> String? {
        guard !area.isLocalCode, !parent.isLocalCode else { return nil }
        switch parent.level {
        case .city: return String(parent.code.rawValue.prefix(4))
        case .county, .street: return parent.code.rawValue
        default: return nil
        }
    }

    /// Reports each cycle once and cuts it open, so that what hangs on it is still read.
    private mutating func checkCycles(_ diagnostics: inout Diagnostics) {
        let indices = Dictionary(uniqueKeysWithValues: areas.enumerated().map { ($0.element.code, $0.offset) })
        var marks = [UInt8](repeating: 0, count: areas.count)
        for start in areas.indices where marks[start] == 0 {
            var path: [Int] = []
            var next: Int? = start
            while let index = next, marks[index] == 0 {
                marks[index] = 1
                path.append(index)
                next = areas[index].parent.flatMap { indices[$0] }
            }
            if let closing = next, marks[closing] == 1, let from = path.firstIndex(of: closing),
                let row = rowOf[areas[closing].code]
            {
                let round = (path[from...] + [closing]).map { areas[$0].code.rawValue }
                diagnostics.error(
                    "the areas \(round.prefix(8).joined(separator: " under "))\(round.count > 8 ? " …" : "") "
                        + "stand under each other in a circle",
                    at: row.place("parent"), advice: "correct one of the parents")
                areas[closing].parent = nil
            }
            for index in path { marks[index] = 2 }
        }
    }

    private func checkRoot(_ file: String, _ diagnostics: inout Diagnostics) {
        guard let highest = levels.map(\.level).min() else { return }
        var first: Area?
        for area in areas where area.parent == nil && !broken.contains(area.code) {
            guard let row = rowOf[area.code], row.optional("parent") == nil else { continue }
            if area.level == highest {
                if let first, first.validTo == nil, area.validTo == nil {
                    diagnostics.error(
                        "\(area.code) is a second \(highest.rawValue) beside \(first.code)", at: row.place("parent"),
                        advice: "a folder describes one; put the other under it or into its own folder")
                }
                first = first ?? area
            } else if area.validTo == nil {
                diagnostics.error(
                    "\(area.code) has no parent", at: row.place("parent"),
                    advice: "name the area under which this \(area.level.rawValue) stands")
            }
        }
        if first == nil, !broken.contains(where: { rowOf[$0]?.optional("parent") == nil }) {
            diagnostics.error(
                "there is no \(highest.rawValue) without a parent", at: Place(file),
                advice: "give the file one line for the whole city")
        }
    }

    private func checkSuccession(_ diagnostics: inout Diagnostics) {
        let byCode = Dictionary(uniqueKeysWithValues: areas.map { ($0.code, $0) })
        for area in areas where !area.successors.isEmpty {
            guard let row = rowOf[area.code] else { continue }
            if area.validTo == nil {
                diagnostics.error(
                    "\(area.code) has a successor but no end", at: row.place("successors"),
                    advice: "write its end into valid_to")
            }
            for code in area.successors {
                guard let successor = byCode[code], code != area.code else {
                    diagnostics.error(
                        "the successor \(code) of \(area.code) does not exist", at: row.place("successors"),
                        advice: "add the area or correct the code")
                    continue
                }
                if let end = area.validTo, let begin = successor.validFrom, begin < end {
                    diagnostics.error(
                        "\(area.code) is valid until \(end) and its successor \(code) already from \(begin)",
                        at: row.place("valid_to"), advice: "the validity of the two must not overlap")
                }
            }
        }
    }
}
