import CompositeIndex
import Documents
import Foundation
import Ground
import Indicators
import Testing

/// A folder in memory with three units, two indicators and one denominator.
private let indicators = """
    code,name,kind,parent,direction,weight,unit,denominator,per,note
    a,甲,indicator,top,1,1,分,,,kept
    b,乙,indicator,top,-1,1,件/万人,people,10000,
    people,人口,denominator,,,,,,,
    top,Top,aggregate,,1,1,,,,

    """
private let values = """
    unit,period,indicator,value,source,status,as_of,entered_by,chosen_because
    x,2024,a,1,yearbook,official,2024-12-31,li,
    y,2024,a,3,yearbook,official,2024-12-31,li,
    "z",2024,a,5,yearbook,official,2024-12-31,li,
    x,2024,b,10,yearbook,official,2024-12-31,li,
    y,2024,b,20,yearbook,official,2024-12-31,li,
    z,2024,b,30,yearbook,official,2024-12-31,li,
    x,2024,people,1000,yearbook,official,2024-12-31,li,
    y,2024,people,1000,yearbook,official,2024-12-31,li,
    z,2024,people,1000,yearbook,official,2024-12-31,li,

    """
private let files = IndexFiles(
    indicators: Array(indicators.utf8), method: Array("aggregate: arithmetic\n".utf8),
    values: [.init(name: "index-data/values.csv", bytes: Array(values.utf8))])

private let head = "unit,period,indicator,value,source,status,as_of,entered_by,chosen_because\n"

private func plan(_ text: String, _ change: (inout IndexImport.Options) -> Void = { _ in }) -> IndexImport {
    var options = IndexImport.Options()
    change(&options)
    return IndexImport(Array(text.utf8), file: "new.csv", into: files, options: options)
}

private func book(_ rows: [[Spreadsheet.Value?]], name: String = "Data") -> [UInt8] {
    var sheet = Spreadsheet.Sheet(name: name)
    for row in rows { sheet.append(row) }
    return Spreadsheet(sheets: [sheet]).xlsx()
}

@Suite("Imports: what would change")
struct ImportPlanTests {
    @Test("Added, changed, unchanged; other lines keep their bytes") func kinds() throws {
        let plan = plan(
            head + "x,2024,a,2,yearbook,official,2024-12-31,li,\ny,2024,a,3.0,yearbook,official,2024-12-31,li,\nw,2024,a,4,yearbook,official,2024-12-31,wu,\n")
        #expect(plan.faults.isEmpty, "\(plan.faults.text)")
        #expect(plan.changes.map(\.kind) == [.changed, .added] && plan.unchanged == 1 && plan.conflicts.isEmpty)
        #expect(plan.changedFiles.map(\.name) == ["index-data/imported.csv", "index-data/values.csv"])
        let text = String(decoding: try #require(plan.changedFiles.last).bytes, as: UTF8.self)
        #expect(text == values.replacing("x,2024,a,1,", with: "x,2024,a,2.0,"))
        #expect(plan.after?.records.count == 10 && plan.before?.records.count == 9)
        let preview = plan.text(isChinese: false)
        #expect(preview.contains("1 added, 1 changed, 0 removed, 1 unchanged"))
        #expect(preview.contains("~ x 2024 a = 1.0 (yearbook, official) → 2.0  [new.csv:2]"))
        #expect(preview.contains("scores of 2024 that change"))
        #expect(plan.text(isChinese: true).contains("新增 1，修改 1"))
    }

    @Test("The same file twice changes nothing the second time") func idempotent() throws {
        let text = head + "x,2024,a,2,yearbook,survey,2024-12-31,li,\nw,2024,a,4,bureau,official,2024,wu,\n"
        let first = plan(text)
        let second = IndexImport(Array(text.utf8), file: "new.csv", into: first.files)
        #expect(!first.changedFiles.isEmpty && second.changedFiles.isEmpty && second.unchanged == 2)
    }

    @Test("Another source is kept beside the first; one must be chosen with a reason") func conflicts() throws {
        let line = "x,2024,a,7,bureau,survey,2024-06-30,wu,"
        let open = plan(head + line + "\n")
        #expect(open.faults.text.contains("new.csv:2: error: “a” of x in 2024 is 7.0 here and 1.0 (yearbook) elsewhere"))
        #expect(open.changedFiles.isEmpty && open.conflicts.count == 1 && open.conflicts[0].chosen == nil)
        let own = plan(head + line + "newer count\n")
        #expect(own.faults.isEmpty && own.conflicts[0].chosen?.source == "bureau" && own.conflicts[0].records.count == 2)
        #expect(own.after?.table.columns[0][0] == 7 && own.after?.records.count == 10)
        let kept = plan(head + line + "\n") { $0.choice = .existing(because: "audited") }
        #expect(kept.faults.isEmpty && kept.after?.table.columns[0][0] == 1)
        #expect(kept.text(isChinese: false).contains("now counts: x 2024 a = 1.0 (yearbook, official), because audited"))
        // A third source, chosen: the second one's reason gives way, and all three stay.
        let third = IndexImport(Array((head + "x,2024,a,9,audit,official,2025,wu,final\n").utf8), file: "t.csv", into: own.files)
        #expect(third.faults.isEmpty && third.after?.table.columns[0][0] == 9 && third.after?.records.count == 11, "\(third.faults.text)")
        #expect(third.text(isChinese: false).contains("no longer counts: x 2024 a = 7.0"))
    }

    @Test("Replacing removes what the sources no longer say") func removal() throws {
        let plan = plan(values.replacing("y,2024,a,3,yearbook,official,2024-12-31,li,\n", with: "")) { $0.replaces = true }
        #expect(plan.faults.isEmpty && plan.changes.map(\.kind) == [.removed] && plan.unchanged == 8)
        #expect(plan.after?.records.count == 8)
    }

    @Test("Columns per indicator, names instead of codes, Chinese headings, values for the whole file") func wide() throws {
        let plan = plan("地区,年度,甲,b\n x ,2023,1.5,\ny,2023,2.5,7\n") {
            ($0.defaults.source, $0.defaults.status, $0.defaults.asOf, $0.defaults.enteredBy) = ("bulletin", "官方", "2023-12", "wu")
        }
        #expect(plan.faults.text.isEmpty && plan.changes.count == 3)
        let record = try #require(plan.after?.records.first { $0.unit == "x" && $0.period == "2023" })
        #expect(record.value == 1.5 && record.status == .official && record.asOf == "2023-12" && record.enteredBy == "wu")
    }

    @Test("Indicators: new and changed lines; other columns stay") func tree() throws {
        let plan = plan("code,name,kind,parent,direction,weight,definition\na,甲,indicator,top,1,2,what it is\nc,丙,indicator,top,1,1,\n")
        #expect(plan.indicators.map(\.code) == ["a", "c"] && plan.indicators[1].isNew)
        #expect(plan.indicators[0].fields.map(\.column) == ["weight", "definition"])
        // An indicator without a value cannot be computed: said where the offered file has it.
        #expect(plan.faults.text.contains("new.csv:3: error: “c” has no value at all"))
        let one = IndexImport(Array("code,kind,parent,weight\na,indicator,top,2\n".utf8), file: "n.csv", into: files)
        #expect(
            one.faults.isEmpty
                && String(decoding: one.files.indicators, as: UTF8.self) == indicators.replacing("a,甲,indicator,top,1,1,", with: "a,甲,indicator,top,1,2,"))
    }

    @Test("Workbooks: cells of all kinds, several sheets, what is neither is skipped and named") func workbook() throws {
        var data = Spreadsheet.Sheet(name: "数据")
        data.append(["unit", "period", "indicator", "value", "source", "status", "as_of", "entered_by"].map { .text($0) })
        let day = try #require(CivilDate("2024-12-31"))
        data.append([.text("x"), .number(2024), .text("甲"), .number(1.25), .text("yearbook"), .text("official"), .date(day), .text("li")])
        var other = Spreadsheet.Sheet(name: "Remarks")
        other.append([.text("anything")])
        let plan = IndexImport(Spreadsheet(sheets: [data, other]).xlsx(), file: "b.xlsx", into: files)
        #expect(plan.faults.text.isEmpty && plan.skipped == ["Remarks"])
        #expect(plan.changes.count == 1 && plan.changes[0].after?.value == 1.25 && plan.changes[0].after?.asOf == "2024-12-31")
        #expect(plan.changes[0].after?.place.description == "b.xlsx: sheet “数据”, cell D2")
    }

    @Test(
        "Faults name line or cell, and nothing is planned",
        arguments: [
            ("x,2024,a,one,s,official,2024,li,", "new.csv:2: error: the value “one”", "cell D2"),
            ("x,2024,q,1,s,official,2024,li,", "new.csv:2: error: “q” is not in indicators.csv", "cell C2"),
            ("x,2024,a,1,s,sure,2024,li,", "the status is “sure”", "cell F2"),
            ("x,2024,a,1,s,official,2024-13,li,", "the date “2024-13” is not known", "cell G2"),
            ("x,2024,a,1,s,official,2024,,", "the entered_by is missing", "cell H2"),
            ("x,2024,a,1,,official,2024,li,", "the source is missing", "cell E2"),
            (",2024,a,1,s,official,2024,li,", "the unit is empty", "cell A2"),
        ])
    func faults(line: String, words: String, cell: String) {
        let csv = plan(head + line + "\n")
        #expect(csv.faults.text.contains(words) && csv.changedFiles.isEmpty, "\(csv.faults.text)")
        let rows = (head + line).split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let bytes = book(rows.map { $0.map { $0.isEmpty ? nil : .text(String($0)) } })
        let sheet = IndexImport(bytes, file: "b.xlsx", into: files)
        #expect(sheet.faults.text.contains("b.xlsx: sheet “Data”, \(cell): error: "), "\(sheet.faults.text)")
    }

    @Test("The same cell twice, an error in a cell, text beside the table, no table at all") func otherFaults() {
        let line = "x,2024,a,2,s,official,2024,li,r\n"
        #expect(plan(head + line + line).faults.text.contains("new.csv:3: error: “a” of x in 2024 from “s” stands at new.csv:2 too"))
        let fault = book([[.text("unit"), .text("period"), .text("a")], [.text("x"), .number(2024), .fault("#DIV/0!"), .text("?")]])
        let text = IndexImport(fault, file: "b.xlsx", into: files).faults.text
        #expect(text.contains("cell C2: error: the value “#DIV/0!”") && text.contains("cell D2: error: “?” stands in a column without a name"))
        #expect(plan("hello,world\n1,2\n").faults.text.contains("holds neither values nor indicators"))
        #expect(plan("").faults.hasErrors)
        #expect(IndexImport([0xD0, 0xCF, 0x11, 0xE0], file: "old.xls", into: files).faults.text.contains("old .xls"))
    }

    @Test("Spoilt files are refused or planned; nothing traps") func fuzz() {
        let text = Array((head + "x,2024,a,2,yearbook,official,2024-12-31,li,\n\"w\",2024,甲,4,bureau,official,2024,wu,r\nx,2024,b,1,c,survey,2024,wu,r\n").utf8)
        let whole = book([[.text("unit"), .text("period"), .text("a")], [.text("x"), .number(2024), .number(5)]])
        var random = SeededRandom(seed: 4)
        var planned = 0
        for round in 0..<1_200 {
            var bytes = round % 3 == 0 ? whole : text
            for _ in 0...random.below(2) where !bytes.isEmpty {
                let at = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[at] = Array(",\"\n-9e.x年".utf8)[random.below(10)]
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8(random.below(256)), at: at)
                }
            }
            var options = IndexImport.Options()
            options.replaces = round % 2 == 0
            options.choice = .incoming(because: "r")
            let plan = IndexImport(bytes, file: "f", into: files, options: options)
            if !plan.faults.hasErrors {
                planned += 1
                #expect(plan.after != nil)
            }
        }
        #expect(planned > 20)
    }
}

@Suite("Imports: written and taken back")
struct ImportJournalTests {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "import-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path + "/index-data", withIntermediateDirectories: true)
        try OutputFile.write(files.indicators, to: path + "/indicators.csv")
        try OutputFile.write(files.method, to: path + "/index.yaml")
        try OutputFile.write(files.values[0].bytes, to: path + "/index-data/values.csv")
        return path
    }

    private let text = head + "x,2024,a,2,yearbook,official,2024-12-31,li,\nw,2024,a,4,yearbook,official,2024-12-31,wu,\n"

    @Test("Applied, taken back, byte for byte") func undo() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = IndexImport(Array(text.utf8), file: "n.csv", into: try IndexFiles.read(path))
        try ImportJournal.apply(plan, to: path)
        let now = try IndexFiles.read(path)
        #expect(now.values == plan.files.values && now.values.count == 2)
        #expect(try ImportJournal.undo(path) == ["index-data/imported.csv", "index-data/values.csv"])
        let back = try IndexFiles.read(path)
        #expect(back.values == files.values && back.indicators == files.indicators)
        #expect(throws: RejectedInput.self) { try ImportJournal.undo(path) }
    }

    @Test("A folder that changed since the plan, or since the import, is left alone") func stale() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = IndexImport(Array(text.utf8), file: "n.csv", into: try IndexFiles.read(path))
        try OutputFile.write(values + "x,2023,a,1,s,official,2023,li,\n", to: path + "/index-data/values.csv")
        #expect(throws: RejectedInput.self) { try ImportJournal.apply(plan, to: path) }
        #expect(!FileManager.default.fileExists(atPath: path + "/index-data/imported.csv"))
        let second = IndexImport(Array(text.utf8), file: "n.csv", into: try IndexFiles.read(path))
        try ImportJournal.apply(second, to: path)
        try OutputFile.write(values, to: path + "/index-data/values.csv")
        let error = #expect(throws: RejectedInput.self) { try ImportJournal.undo(path) }
        #expect(error?.description.contains("was changed since the import") == true)
    }

    @Test("Stopped half-way, the old files come back") func half() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = IndexImport(Array(text.utf8), file: "n.csv", into: try IndexFiles.read(path))
        try ImportJournal.apply(plan, to: path)
        // As if the second file had not been reached.
        try OutputFile.write(values, to: path + "/index-data/values.csv")
        _ = try ImportJournal.undo(path)
        #expect(try IndexFiles.read(path).values == files.values)
    }

    @Test("Faults write nothing") func refused() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = IndexImport(Array((text + "x,2024,a,?,s,official,2024,li,\n").utf8), file: "n.csv", into: try IndexFiles.read(path))
        #expect(throws: RejectedInput.self) { try ImportJournal.apply(plan, to: path) }
        #expect(try IndexFiles.read(path).values == files.values)
    }
}
