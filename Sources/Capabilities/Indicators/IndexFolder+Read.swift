internal import CompositeIndex
internal import Foundation
public import Ground

extension IndexFolder {
    /// Reads a folder; throws every fault at once, with file and line.
    /// - Parameter warnings: what does not hinder the computation.
    public static func read(_ folder: String, warnings: inout Diagnostics) throws(RejectedInput) -> IndexFolder {
        var faults = Diagnostics()
        func bytes(_ name: String) -> [UInt8]? {
            do {
                return try InputFile.read(folder + "/" + name)
            } catch {
                faults.append(contentsOf: error.diagnostics)
                return nil
            }
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/index-data")) ?? [])
            .filter { $0.hasSuffix(".csv") }.sorted()
        if names.isEmpty { faults.error("there is no .csv file of values here", at: Place(folder + "/index-data")) }
        let files = names.compactMap { name in bytes("index-data/" + name).map { (name: "index-data/" + name, bytes: $0) } }
        let (indicators, method) = (bytes("indicators.csv"), bytes("index.yaml"))
        guard let indicators, let method, !faults.hasErrors else { throw RejectedInput(faults) }
        guard let text = String(validating: method, as: UTF8.self) else {
            throw RejectedInput("is not UTF-8 text", at: Place(folder + "/index.yaml"), advice: "save the file as UTF-8")
        }
        var index = try read(indicators: indicators, method: text, values: files, warnings: &warnings)
        if FileManager.default.fileExists(atPath: folder + "/units.csv"), let names = bytes("units.csv") {
            index.unitNames = UnitName.read(names, file: folder + "/units.csv", &faults)
        }
        if faults.hasErrors { throw RejectedInput(faults) }
        return index
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
        let known = Set(reading.elements.filter(\.isIndicator).map(\.code) + reading.parts.map(\.code))
        var records: [ValueRecord] = []
        var groups: [String: (group: String, place: Place)] = [:]
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
        FolderCheck.measured(records, reading.measures, &faults)
        RateCheck.typed(records, reading, &faults)
        let chosen = choose(records, &faults)
        let rows = sorted(Set(records.map { Row(period: $0.period, unit: $0.unit) }))
        FolderCheck.references(method, groups, rows.map(\.unit), rows.map(\.period), &faults)
        func column(_ code: String) -> [Double] {
            rows.map { chosen[Cell(row: $0, indicator: code)]?.value ?? .nan }
        }
        var denominators: [String: [Double]] = [:]
        for code in reading.denominators {
            denominators[code] = column(code)
            FolderCheck.denominator(code, reading, records, &faults)
        }
        var publishedCells: Set<ValueRecord.Cell> = []
        let columns = structure?.indicators.map { element -> [Double] in
            guard let numerator = reading.numerators[element.code], let code = element.denominator, let divisors = denominators[code]
            else { return column(element.code) }
            let published = rows.map { chosen[Cell(row: $0, indicator: element.code)] }
            let rate = RateColumn(column(numerator), divisors, per: element.per, published: published, code, &faults)
            publishedCells.formUnion(rate.publishedRows.compactMap { published[$0]?.cell })
            return rate.values
        }
        let table = IndexTable(units: rows.map(\.unit), periods: rows.map(\.period), columns: columns ?? [])
        guard let structure else { throw RejectedInput(faults) }
        var folder = IndexFolder(
            structure: structure, method: method.method, records: records, denominators: denominators,
            groups: groups.isEmpty ? [] : rows.map { groups[$0.unit]?.group ?? "" }, table: table,
            proposals: reading.proposals, measures: reading.measures, cited: cited, peers: method.peers.map(\.code), plan: method.plan)
        folder.notes = IndicatorNote.read(indicators)
        (folder.parts, folder.numerators, folder.publishedCells) = (reading.parts, reading.numerators, publishedCells)
        (folder.publishedRates, folder.plainIndicators) = (reading.published, reading.plain)
        FolderCheck.columns(folder, &faults)
        if faults.hasErrors { throw RejectedInput(faults) }
        FolderCheck.results(folder, &faults)
        warnings.append(contentsOf: faults)
        return folder
    }

    private struct Row: Hashable {
        var period: String
        var unit: String
    }

    /// By period – as numbers where all are – then by unit.
    private static func sorted(_ rows: Set<Row>) -> [Row] {
        var order: [String: Double] = [:]
        for row in rows where order[row.period] == nil { order[row.period] = Double(row.period) ?? .nan }
        let areNumbers = order.values.allSatisfy(\.isFinite)
        return rows.sorted { a, b in
            if a.period != b.period, areNumbers, let x = order[a.period], let y = order[b.period], x != y { return x < y }
            return (a.period, a.unit) < (b.period, b.unit)
        }
    }

    private struct Cell: Hashable {
        var row: Row
        var indicator: String
    }

    /// One record per cell: the only one, or the one of several that is chosen with a reason.
    private static func choose(_ records: [ValueRecord], _ faults: inout Diagnostics) -> [Cell: ValueRecord] {
        var cells: [Cell: ValueRecord] = [:]
        for record in records {
            let cell = Cell(row: Row(period: record.period, unit: record.unit), indicator: record.indicator)
            guard let other = cells[cell] else {
                cells[cell] = record
                continue
            }
            if !record.chosenBecause.isEmpty, !other.chosenBecause.isEmpty {
                undecided(record, other, &faults)
            } else if !record.chosenBecause.isEmpty {
                cells[cell] = record
            }
        }
        // What has no reason counts only where it is alone.
        var told: Set<Cell> = []
        for record in records {
            let cell = Cell(row: Row(period: record.period, unit: record.unit), indicator: record.indicator)
            guard let other = cells[cell], other.chosenBecause.isEmpty, other != record, told.insert(cell).inserted else { continue }
            undecided(record, other, &faults)
        }
        return cells
    }

    private static func undecided(_ record: ValueRecord, _ other: ValueRecord, _ faults: inout Diagnostics) {
        faults.error(
            "“\(record.indicator)” of \(record.unit) in \(record.period) stands here and at \(other.place)", at: record.place,
            advice: "give exactly one of them a reason in chosen_because")
    }

    private static func readGroups(
        _ bytes: [UInt8], file: String, _ faults: inout Diagnostics
    ) -> [String: (group: String, place: Place)] {
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        let columns = (csv.requiredColumn("unit", diagnostics: &faults), csv.requiredColumn("group", diagnostics: &faults))
        guard let unit = columns.0, let group = columns.1 else { return [:] }
        var result: [String: (group: String, place: Place)] = [:]
        for row in csv.rows {
            let place = Place(file, line: row.line)
            if row.fields[group].isEmpty { faults.error("the group of “\(row.fields[unit])” is empty", at: place) }
            if let other = result[row.fields[unit]], other.group != row.fields[group] {
                faults.error("“\(row.fields[unit])” stands in another group at \(other.place)", at: place)
            }
            result[row.fields[unit]] = (row.fields[group], place)
        }
        return result
    }
}
