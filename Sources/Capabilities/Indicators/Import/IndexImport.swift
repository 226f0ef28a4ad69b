internal import CompositeIndex
public import Ground

/// What an import would change in an index folder: planned and shown first, written only as a whole.
///
/// A value is known by unit, period, indicator and source. The same source with another value is a change; another source for the same
/// cell is kept beside the first, and one of them must be chosen with a reason.
public struct IndexImport: Sendable {
    /// What stands for cells of the offered file that are empty or whose columns are missing.
    public struct Defaults: Sendable {
        public var source = ""
        public var status = ""
        public var asOf = ""
        public var enteredBy = ""

        public init() {}
    }

    /// Which value counts where two sources give one cell and the file itself gives no reason.
    public enum Choice: Sendable, Hashable {
        case incoming(because: String)
        case existing(because: String)
    }

    public struct Options: Sendable {
        public var defaults = Defaults()
        public var choice: Choice?
        /// Values of the file's sources that the file no longer has are removed.
        public var replaces = false
        /// The file of the folder that new values go to.
        public var target = "index-data/imported.csv"

        public init() {}
    }

    public struct Change: Sendable, Hashable {
        public enum Kind: String, Sendable, CaseIterable { case added, changed, removed }

        public var kind: Kind
        public var before: ValueRecord?
        public var after: ValueRecord?
    }

    /// A cell that several sources give.
    public struct Conflict: Sendable, Hashable {
        /// All values of the cell; the chosen one carries its reason.
        public var records: [ValueRecord]
        public var chosen: ValueRecord? {
            let reasons = records.filter { !$0.chosenBecause.isEmpty }
            return reasons.count == 1 ? reasons[0] : nil
        }
    }

    public struct IndicatorChange: Sendable, Hashable {
        public var code: String
        /// Empty for a new line; else what changes: column, before, after.
        public var fields: [Field]
        public var isNew: Bool

        public struct Field: Sendable, Hashable {
            public var column: String
            public var before: String
            public var after: String
        }
    }

    public internal(set) var changes: [Change] = []
    /// Changes of nothing but which value counts.
    public internal(set) var choices: [Change] = []
    public internal(set) var conflicts: [Conflict] = []
    public internal(set) var indicators: [IndicatorChange] = []
    public internal(set) var unchanged = 0
    /// Sheets without values or indicators.
    public internal(set) var skipped: [String] = []
    /// What hinders the import; nothing may be written while there is any.
    public internal(set) var faults = Diagnostics()
    /// The folder's files after the import.
    public internal(set) var files: IndexFiles
    /// The folder before and after, where it can be computed.
    public internal(set) var before: IndexFolder?
    public internal(set) var after: IndexFolder?

    /// Files of the folder that become others, or new.
    public var changedFiles: [IndexFiles.File] {
        var result: [IndexFiles.File] = []
        if files.indicators != original.indicators { result.append(.init(name: "indicators.csv", bytes: files.indicators)) }
        return result + files.values.filter { original[$0.name] != $0.bytes }
    }

    public let original: IndexFiles

    /// Plans an import.
    public init(_ bytes: [UInt8], file: String, into folder: IndexFiles, options: Options = Options()) {
        (original, files) = (folder, folder)
        var old = Diagnostics()
        before = try? folder.index(warnings: &old)
        var ignored = Diagnostics()
        let reading = IndicatorsReader.read(folder.indicators, file: "indicators.csv", &ignored)
        var known: [String: String] = [:]
        for element in reading.elements where element.isIndicator { known[element.name] = element.code }
        // Parts by name too, unless an indicator bears it.
        let notes = IndicatorNote.read(folder.indicators)
        for part in reading.parts {
            if let name = notes[part.code]?.name, !name.isEmpty, known[name] == nil { known[name] = part.code }
        }
        for code in reading.elements.filter(\.isIndicator).map(\.code) + reading.parts.map(\.code) { known[code] = code }
        let incoming = IncomingValues(bytes, file: file, known: known, defaults: options.defaults)
        skipped = incoming.skipped
        faults.append(contentsOf: incoming.faults)
        var edits = FileEdits()
        planIndicators(incoming.lines, &edits)
        if !incoming.faults.hasErrors { planValues(incoming.records, known: Set(known.values), options, &edits) }
        if faults.hasErrors { return }
        files = edits.applied(to: folder, target: options.target, &faults)
        var warnings = Diagnostics()
        do {
            after = try files.index(warnings: &warnings)
        } catch {
            for fault in error.diagnostics.all { faults.append(edits.traced(fault)) }
        }
    }

    // MARK: Values

    private mutating func planValues(_ incoming: [ValueRecord], known: Set<String>, _ options: Options, _ edits: inout FileEdits) {
        var existing: [ValueRecord] = []
        for file in original.valueFiles {
            var ignored = Diagnostics()
            existing += ValuesReader.read(file.bytes, file: file.name, known: known.union(incoming.map(\.indicator)), &ignored)
        }
        var cells: [ValueRecord.Cell: [ValueRecord]] = [:]
        for record in existing { cells[record.cell, default: []].append(record) }
        let offered = Set(incoming.map(\.key))
        if options.replaces {
            let sources = Set(incoming.map(\.source))
            for record in existing where sources.contains(record.source) && !offered.contains(record.key) {
                changes.append(Change(kind: .removed, before: record, after: nil))
                edits.remove(record)
                cells[record.cell]?.removeAll { $0 == record }
            }
        }
        for (cell, records) in IndexImport.grouped(incoming) {
            plan(cells[cell] ?? [], records, options.choice, &edits)
        }
    }

    /// In the order of the file.
    private static func grouped(_ records: [ValueRecord]) -> [(ValueRecord.Cell, [ValueRecord])] {
        var (order, groups) = ([ValueRecord.Cell](), [ValueRecord.Cell: [ValueRecord]]())
        for record in records {
            if groups[record.cell] == nil { order.append(record.cell) }
            groups[record.cell, default: []].append(record)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }

    /// One cell: what is there, what comes, and which counts.
    private mutating func plan(_ present: [ValueRecord], _ incoming: [ValueRecord], _ choice: Choice?, _ edits: inout FileEdits) {
        var state = present.map { Slot(before: $0, now: $0) }
        for record in incoming {
            guard let index = state.firstIndex(where: { $0.now.source == record.source }) else {
                state.append(Slot(before: nil, now: record))
                continue
            }
            let place = state[index].now.place
            let reason = record.chosenBecause.isEmpty ? state[index].now.chosenBecause : record.chosenBecause
            state[index].now = record
            (state[index].now.chosenBecause, state[index].offer) = (reason, record.place)
            if record.says(theSameAs: state[index].before ?? record) { state[index].now.place = place }
        }
        if state.count > 1 { decide(&state, incoming, choice) }
        for slot in state { note(slot, &edits) }
        if state.count > 1 { conflicts.append(Conflict(records: state.map(\.now))) }
    }

    private struct Slot {
        var before: ValueRecord?
        var now: ValueRecord
        /// Where the offered file says so.
        var offer: Place?
        var isOffered: Bool { before == nil || offer != nil }
    }

    private mutating func decide(_ state: inout [Slot], _ incoming: [ValueRecord], _ choice: Choice?) {
        let given = incoming.filter { !$0.chosenBecause.isEmpty }
        if given.count > 1 {
            faults.error("another source of the same cell has a reason too, at \(given[0].place)", at: given[1].place, advice: "give one of them")
        } else if let winner = given.first {
            for index in state.indices where state[index].now.source != winner.source { state[index].now.chosenBecause = "" }
        } else if !state.contains(where: { !$0.now.chosenBecause.isEmpty }) {
            switch choice {
            case .incoming(let reason):
                if let index = state.firstIndex(where: \.isOffered) { state[index].now.chosenBecause = reason }
            case .existing(let reason):
                if let index = state.firstIndex(where: { $0.before != nil }) { state[index].now.chosenBecause = reason }
            case nil: break
            }
            if !state.contains(where: { !$0.now.chosenBecause.isEmpty }), let record = incoming.first {
                let others = state.filter { $0.now.source != record.source }.map { "\($0.now.value) (\($0.now.source))" }
                faults.error(
                    "“\(record.indicator)” of \(record.unit) in \(record.period) is \(record.value) here and \(others.joined(separator: ", ")) elsewhere",
                    at: record.place,
                    advice: "write a reason in chosen_because, or --choose incoming or --choose existing with --because REASON")
            }
        }
    }

    private mutating func note(_ slot: Slot, _ edits: inout FileEdits) {
        guard let before = slot.before else {
            changes.append(Change(kind: .added, before: nil, after: slot.now))
            edits.add(slot.now)
            return
        }
        if slot.now.says(theSameAs: before) {
            if slot.isOffered { unchanged += 1 }
            guard slot.now.chosenBecause != before.chosenBecause else { return }
            choices.append(Change(kind: .changed, before: before, after: slot.now))
        } else {
            changes.append(Change(kind: .changed, before: before, after: slot.now))
        }
        edits.replace(before, by: slot.now)
    }

    // MARK: Indicators

    private mutating func planIndicators(_ lines: [IncomingValues.Line], _ edits: inout FileEdits) {
        guard !lines.isEmpty else { return }
        var ignored = Diagnostics()
        let csv = CSV(original.indicators, file: "indicators.csv", diagnostics: &ignored)
        guard let code = csv.column("code") else { return }
        for line in lines {
            guard let row = csv.rows.first(where: { $0.fields[code] == line.code }) else {
                indicators.append(IndicatorChange(code: line.code, fields: [], isNew: true))
                edits.lines.append(line)
                continue
            }
            let fields = line.fields.compactMap { field -> IndicatorChange.Field? in
                let now = csv.column(field.column).map { row.fields[$0] } ?? ""
                // An empty field says nothing; what is left out means 1, or the code as the name.
                let usual = ["direction": "1", "weight": "1", "per": "1", "name": line.code][field.column] ?? ""
                if field.text.isEmpty || now == field.text || (now.isEmpty && field.text == usual) { return nil }
                if let a = Double(now), let b = Double(field.text), a == b { return nil }
                return IndicatorChange.Field(column: field.column, before: now, after: field.text)
            }
            if fields.isEmpty { continue }
            indicators.append(IndicatorChange(code: line.code, fields: fields, isNew: false))
            edits.lines.append(line)
        }
    }
}
