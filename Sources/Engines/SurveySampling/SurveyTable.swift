public import Ground

/// A CSV file of a sample or a frame, read column by column with diagnostics that name file and line.
public struct SurveyTable: Sendable {
    public let csv: CSV

    /// Refuses ragged rows, broken quotes, doubled columns and files without rows.
    public init(_ bytes: [UInt8], file: String) throws(RejectedInput) {
        var found = Diagnostics()
        csv = CSV(bytes, file: file, diagnostics: &found)
        if !found.hasErrors, csv.rows.isEmpty {
            found.error("there are no rows under the column names", at: Place(file, line: 1))
        }
        if found.hasErrors { throw RejectedInput(found) }
    }

    public var count: Int { csv.rows.count }
    public var places: [Place] { csv.rows.map { Place(csv.file, line: $0.line) } }

    /// Where a row stands.
    public func place(_ row: Int) -> Place { Place(csv.file, line: csv.rows[row].line) }

    /// The texts of a column; empty cells are refused.
    public func texts(_ name: String) throws(RejectedInput) -> [String] {
        var faults = CellFaults(file: csv.file, column: name)
        let column = try position(name)
        for row in csv.rows where row.fields[column].isEmpty { faults.add("is empty", line: row.line) }
        try faults.check()
        return csv.rows.map { $0.fields[column] }
    }

    /// The texts of a column as they are; empty where the cell is.
    public func textsWithGaps(_ name: String) throws(RejectedInput) -> [String] {
        let column = try position(name)
        return csv.rows.map { $0.fields[column] }
    }

    /// The numbers of a column; cells that are empty, not numbers or not finite are refused, all at once.
    public func numbers(_ name: String) throws(RejectedInput) -> [Double] {
        try numbers(name, hasGaps: false).map { $0 ?? 0 }
    }

    /// The numbers of a column; nil where the cell is empty or says `NA`.
    public func numbersWithGaps(_ name: String) throws(RejectedInput) -> [Double?] {
        try numbers(name, hasGaps: true)
    }

    private func numbers(_ name: String, hasGaps: Bool) throws(RejectedInput) -> [Double?] {
        var faults = CellFaults(file: csv.file, column: name)
        let column = try position(name)
        var values: [Double?] = []
        values.reserveCapacity(count)
        for row in csv.rows {
            let text = row.fields[column]
            let isGap = text.isEmpty || text == "NA"
            if let value = Double(text), value.isFinite, abs(value) < 1e100 {
                values.append(value)
            } else {
                values.append(nil)
                if isGap && hasGaps { continue }
                faults.add(isGap ? "is empty" : "is \u{201C}\(text)\u{201D}, not a number", line: row.line)
            }
        }
        try faults.check()
        return values
    }

    private func position(_ name: String) throws(RejectedInput) -> Int {
        var found = Diagnostics()
        guard let column = csv.requiredColumn(name, diagnostics: &found) else { throw RejectedInput(found) }
        return column
    }
}

/// The faulty cells of one column: the first few in full, of the others their number.
private struct CellFaults {
    let file: String
    let column: String
    private var found = Diagnostics()
    private var count = 0
    private var last = 0

    init(file: String, column: String) {
        self.file = file
        self.column = column
    }

    mutating func add(_ what: String, line: Int) {
        count += 1
        last = line
        if count <= 20 { found.error("\u{201C}\(column)\u{201D} \(what)", at: Place(file, line: line)) }
    }

    func check() throws(RejectedInput) {
        guard count > 0 else { return }
        var all = found
        if count > 20 {
            all.error("and \(count - 20) more cells of \u{201C}\(column)\u{201D}", at: Place(file, line: last))
        }
        throw RejectedInput(all)
    }
}
