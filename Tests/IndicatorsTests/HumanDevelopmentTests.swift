import CompositeIndex
import Foundation
import Ground
import Indicators
import TestSupport
import Testing

/// The Human Development Index as it stands in Documentation/examples, written as an index folder.
struct HumanDevelopmentTests {
    private static let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Documentation/examples/human-development/"

    @Test(.enabled(if: Reference.isPresent)) func everyPublishedValue() throws {
        var faults = Diagnostics()
        let panel = CSV(try InputFile.read(Reference.path("index/hdi_panel_1990_2022.csv.gz")), file: "panel", diagnostics: &faults)
        let columns = try ["iso3", "year", "le", "eys", "mys", "gnipc", "hdi"].map { try #require(panel.column($0)) }
        var values = CSV.line(["unit", "period", "source", "status", "le", "eys", "mys", "gnipc"])
        for row in panel.rows {
            values += CSV.line([row.fields[columns[0]], row.fields[columns[1]], "UNDP", "official"] + columns[2...5].map { row.fields[$0] })
        }
        var warnings = Diagnostics()
        let folder = try IndexFolder.read(
            indicators: try InputFile.read(Self.folder + "indicators.csv"), method: try InputFile.text(Self.folder + "index.yaml"),
            values: [("index-data/values.csv", Array(values.utf8))], warnings: &warnings)
        #expect(warnings.isEmpty, "\(warnings.text)")
        let build = folder.build()
        let table = build.normalised
        var rows: [String: Int] = [:]
        for row in 0..<table.rowCount { rows[table.units[row] + table.periods[row]] = row }
        let index = build.scores[build.structure.top]
        var equal = 0
        for row in panel.rows {
            let own = index[try #require(rows[row.fields[columns[0]] + row.fields[columns[1]]])]
            let published = try #require(Double(row.fields[columns[6]]))
            if (own * 1000).rounded() == (published * 1000).rounded() { equal += 1 }
        }
        #expect(panel.rows.count == 5808)
        #expect(equal == 5808)
        // The same figures leave through the machine-readable output of `concentric index run --csv`.
        let lines = IndexExport.csv(build, synthetic: false).split(separator: "\n")
        #expect(lines.count == 5809)
    }

    /// What the formula says at the ends: caps above, logarithm of income, the geometric mean.
    @Test func theFormula() throws {
        let values = """
            unit,period,source,status,le,eys,mys,gnipc
            top,2022,s,official,90,20,16,100000
            low,2022,s,official,52.5,9,7.5,2738.612788
            """
        var warnings = Diagnostics()
        let folder = try IndexFolder.read(
            indicators: try InputFile.read(Self.folder + "indicators.csv"), method: try InputFile.text(Self.folder + "index.yaml"),
            values: [("index-data/values.csv", Array(values.utf8))], warnings: &warnings)
        let build = folder.build()
        let index = build.scores[build.structure.top]
        #expect(build.normalised.units == ["low", "top"])
        #expect(abs(index[0] - 0.5) < 1e-9)
        #expect(index[1] == 1)
    }
}
