internal import CompositeIndex
internal import Foundation
public import Ground

extension IndexFolder {
    /// Reads a folder; throws every fault at once, with file and line.
    /// - Parameter warnings: what does not hinder the computation.
    public static func read(_ folder: String, warnings: inout Diagnostics) throws(RejectedInput) -> IndexFolder {
        let values = folder + "/index-data"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: values)) ?? [])
            .filter { $0.hasSuffix(".csv") }.sorted()
        if names.isEmpty {
            throw RejectedInput("there is no .csv file of values here", at: Place(values))
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names { files.append(("index-data/" + name, try InputFile.read(values + "/" + name))) }
        return try read(
            indicators: try InputFile.read(folder + "/indicators.csv"),
            method: try InputFile.text(folder + "/index.yaml"), values: files, warnings: &warnings)
    }

    /// Reads the contents of a folder's files.
    public static func read(
        indicators: [UInt8], method: String, values: [(name: String, bytes: [UInt8])], warnings: inout Diagnostics
    ) throws(RejectedInput) -> IndexFolder {
        var faults = Diagnostics()
        let reading = IndicatorsReader.read(indicators, file: "indicators.csv", &faults)
        var structure: IndexStructure?
        do {
            structure = try IndexStructure(reading.elements)
        } catch {
            faults.append(contentsOf: error.diagnostics)
        }
        let method = MethodReader.read(method, file: "index.yaml", structure: structure, &faults)
        let known = Set(reading.elements.filter(\.isIndicator).map(\.code) + reading.denominators)
        var records: [ValueRecord] = []
        var groups: [String: String] = [:]
        var cited: [CitedStatistic] = []
        for file in values {
            if file.name.hasSuffix("/groups.csv") {
                groups = readGroups(file.bytes, file: file.name, &faults)
            } else if file.name.hasSuffix("/cited.csv") {
                cited = CitedStatistic.read(file.bytes, file: file.name, &faults)
            } else {
                records += ValuesReader.read(file.bytes, file: file.name, known: known, &faults)
            }
        }
        let chosen = choose(records, &faults)
        guard let structure, !faults.hasErrors else { throw RejectedInput(faults) }
        let rows = Array(Set(records.map { Row(period: $0.period, unit: $0.unit) })).sorted()
        func column(_ code: String) -> [Double] {
            rows.map { chosen[Cell(row: $0, indicator: code)]?.value ?? .nan }
        }
        let table = IndexTable(
            units: rows.map(\.unit), periods: rows.map(\.period), columns: structure.indicators.map { column($0.code) })
        var denominators: [String: [Double]] = [:]
        for code in reading.denominators { denominators[code] = column(code) }
        let folder = IndexFolder(
            structure: structure, method: method, records: records, denominators: denominators,
            groups: groups.isEmpty ? [] : rows.map { groups[$0.unit] ?? "" }, table: table,
            proposals: reading.proposals, cited: cited)
        try folder.check(&warnings)
        for fault in faults.all { warnings.append(fault) }
        return folder
    }

    private struct Row: Hashable, Comparable {
        var period: String
        var unit: String

        static func < (a: Row, b: Row) -> Bool { (a.period, a.unit) < (b.period, b.unit) }
    }

    private struct Cell: Hashable {
        var row: Row
        var indicator: String
    }

    /// One record per cell: the only one, or the one chosen with a reason.
    private static func choose(_ records: [ValueRecord], _ faults: inout Diagnostics) -> [Cell: ValueRecord] {
        var cells: [Cell: ValueRecord] = [:]
        for record in records {
            let cell = Cell(row: Row(period: record.period, unit: record.unit), indicator: record.indicator)
            guard let other = cells[cell] else {
                cells[cell] = record
                continue
            }
            if record.chosenBecause.isEmpty == other.chosenBecause.isEmpty {
                faults.error(
                    "“\(record.indicator)” of \(record.unit) in \(record.period) stands here and at \(other.place)",
                    at: record.place, advice: "give exactly one of them a reason in chosen_because")
            } else if !record.chosenBecause.isEmpty {
                cells[cell] = record
            }
        }
        return cells
    }

    private static func readGroups(
        _ bytes: [UInt8], file: String, _ faults: inout Diagnostics
    ) -> [String: String] {
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        guard let unit = csv.requiredColumn("unit", diagnostics: &faults),
            let group = csv.requiredColumn("group", diagnostics: &faults)
        else { return [:] }
        return Dictionary(csv.rows.map { ($0.fields[unit], $0.fields[group]) }, uniquingKeysWith: { $1 })
    }

    private func check(_ warnings: inout Diagnostics) throws(RejectedInput) {
        var faults = Diagnostics()
        for (index, element) in structure.indicators.enumerated() {
            let present = table.columns[index].filter { !$0.isNaN }
            if present.isEmpty {
                faults.error("“\(element.code)” has no value at all", at: element.place)
            } else if method.goalposts[element.code] == nil, Set(present).count == 1 {
                warnings.warning(
                    "“\(element.code)” has the same value everywhere and cannot compare", at: element.place,
                    advice: "it is left out of the means; give it goalposts or remove it")
            }
        }
        if faults.hasErrors { throw RejectedInput(faults) }
    }
}
