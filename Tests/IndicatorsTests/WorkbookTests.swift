import CompositeIndex
import Documents
import Foundation
import Ground
import Indicators
import Testing

@Suite("Exports")
struct WorkbookTests {
    private static func kunming() throws -> IndexFiles {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try IndexFiles.read(root + "/cities/kunming")
    }

    @Test("The demonstration's workbook holds the run's numbers, the marks, and can be imported again without a change") func workbook() throws {
        let files = try Self.kunming()
        var warnings = Diagnostics()
        let folder = try files.index(warnings: &warnings)
        let build = folder.build()
        let bytes = IndexWorkbook.xlsx(folder, build)
        let book = try Spreadsheet.read(bytes, file: "k.xlsx")
        #expect(book.sheets.count == 8)
        let scores = try #require(book.sheets.first { $0.name.hasPrefix("Scores") })
        let column = try #require(scores.rows[0].cells.first { $0.value == .text("governance") }?.column)
        for (row, line) in scores.rows.dropFirst().enumerated() {
            #expect(line[column] == .number(build.scores[build.structure.top][row]) && line[2] == .number(Double(build.ranks[row])))
        }
        for sheet in book.sheets where !sheet.name.hasPrefix("Cited") {
            let texts = sheet.rows.prefix(3).flatMap(\.cells).map(\.value.plain)
            #expect(texts.contains(IndexExport.syntheticMark), "\(sheet.name)")
        }
        let cells = try #require(book.sheets.first { $0.name.hasPrefix("Cells") })
        #expect(cells.rows.count == 1 + 155 * 36)
        let again = IndexImport(bytes, file: "k.xlsx", into: files)
        #expect(again.faults.isEmpty && again.changedFiles.isEmpty && again.unchanged == folder.records.count, "\(again.faults.text.prefix(500))")
        #expect(again.indicators.isEmpty && again.skipped.count == 6)
    }

    @Test("Values with their sources as CSV and JSON; a changed one comes back as that change") func values() throws {
        let files = try Self.kunming()
        var warnings = Diagnostics()
        let folder = try files.index(warnings: &warnings)
        let csv = IndexExport.valuesCSV(folder)
        let plan = IndexImport(Array(csv.replacing("昆明,2018,beds,9.23,", with: "昆明,2018,beds,9.5,").utf8), file: "v.csv", into: files)
        #expect(plan.faults.isEmpty && plan.changes.count == 1 && plan.changes[0].after?.value == 9.5 && plan.changes[0].before?.value == 9.23)
        #expect(csv.hasPrefix("unit,period,") && csv.prefix(200).contains(IndexExport.syntheticMark))
        let json = try JSONSerialization.jsonObject(with: Data(IndexExport.valuesJSON(folder).utf8)) as? [String: Any]
        #expect(json?["synthetic"] as? Bool == true)
        let list = try #require(json?["values"] as? [[String: Any]])
        #expect(list.count == folder.records.count && list.contains { $0["value"] as? Double == 98.9 && $0["status"] as? String == "official" })
    }

    @Test("Every value of the demonstration says what it is, of when, from where and by whom") func provenance() throws {
        var warnings = Diagnostics()
        let folder = try Self.kunming().index(warnings: &warnings)
        #expect(folder.records.allSatisfy { !$0.source.isEmpty && CivilDate($0.asOf) != nil && !$0.enteredBy.isEmpty })
        for element in folder.structure.indicators {
            let note = try #require(folder.notes[element.code])
            #expect(!element.unit.isEmpty && !note.englishName.isEmpty && !note.englishUnit.isEmpty, "\(element.code)")
            #expect((!note.definition.isEmpty && !note.englishDefinition.isEmpty), "\(element.code)")
        }
        // What has a unit of per cent or per head is computed from two parts, and nothing else is.
        for element in folder.structure.indicators {
            let isRate = element.unit == "%" || element.unit.contains("/")
            #expect(isRate == (folder.numerators[element.code] != nil) && isRate == (element.denominator != nil), "\(element.code)")
        }
        #expect(folder.numerators.count == 34 && folder.parts.count == 54)
        for part in folder.parts {
            let note = try #require(folder.notes[part.code])
            #expect(!note.name.isEmpty && !note.englishName.isEmpty && !note.unit.isEmpty && !note.englishUnit.isEmpty, "\(part.code)")
        }
        #expect(Set(folder.measures.values) == [.ended, .endedOnTime, .rated, .solved, .satisfaction])
        #expect(folder.cited.allSatisfy { !$0.chineseName.isEmpty && !$0.chineseSource.isEmpty })
        #expect(Set(folder.peers).isSubset(of: Set(folder.table.units)) && folder.peers.count == 6)
    }
}
