import CompositeIndex
import Foundation
import Ground
import TestSupport
import Testing

/// Five years of the reference panel.
@Suite(.enabled(if: Reference.isPresent))
struct ReferencePanelTests {
    /// Cells that differ from a table with a row per unit and year.
    private func differences(_ columns: [[Double]], _ codes: [String], _ rows: IndexTable, from name: String) throws -> [String] {
        let table = try ReferenceTable("expected/" + name)
        let times = try table.texts("Time")
        let position = Dictionary(uniqueKeysWithValues: table.units.indices.map { (table.units[$0] + times[$0], $0) })
        var found: [String] = []
        var compared = 0
        for (column, code) in zip(columns, codes) where table.csv.column(code) != nil {
            let expected = try table.numbers(code)
            for row in 0..<rows.rowCount {
                guard let at = position[rows.units[row] + rows.periods[row]] else {
                    found.append("\(rows.units[row]) \(rows.periods[row]) is not there")
                    continue
                }
                compared += 1
                if !isClose(column[row], expected[at]) {
                    found.append("\(name) \(code) \(rows.units[row]) \(rows.periods[row]): \(column[row]) ≠ \(expected[at])")
                }
            }
        }
        #expect(compared > 0 && rows.rowCount == table.units.count)
        return Array(found.prefix(3))
    }

    /// The other program treats each year alone and normalises over all of them.
    @Test func everyStepOfThePanel() throws {
        let tree = try ASEM.shared.get().structure
        let panel = try ASEM.panel("ASEM_iData_p.csv", tree)
        let method = IndexMethod(screen: .init(available: 0.9), treatment: Treatment(winsoriseAtMost: 5), treatsEachPeriod: true)
        let build = IndexBuild(tree, method, raw: panel)
        let codes = tree.elements.map(\.code)
        #expect(build.imputed.rowCount == 230)
        #expect(!build.imputed.units.contains("MMR"))
        #expect(try differences(build.treated.columns, codes, build.treated, from: "purse_treated.csv") == [])
        #expect(try differences(build.normalised.columns, codes, build.treated, from: "purse_normalised_global.csv") == [])
        #expect(try differences(build.scores, codes, build.treated, from: "purse_aggregated.csv") == [])
    }

    @Test(arguments: [("latest", Preparation.Filling.latest), ("constant", .constant), ("linear", .linear)])
    func fillingOverTime(name: String, way: Preparation.Filling) throws {
        let tree = try ASEM.shared.get().structure
        let gaps = try ASEM.panel("expected/panel_with_gaps_input.csv", tree)
        let (filled, _) = Preparation.impute(gaps, way, groups: [])
        let codes = tree.indicators.map(\.code)
        #expect(try differences(filled.columns, codes, gaps, from: "panel_imputed_\(name).csv") == [])
    }

    @Test(arguments: ["CAGR", "prc_change"]) func trends(name: String) throws {
        let measure = name == "CAGR" ? Trend.compoundGrowth : Trend.percentChange
        let asem = try ASEM.shared.get()
        let panel = try ASEM.panel("ASEM_iData_p.csv", asem.structure)
        let table = try ReferenceTable("expected/purse_trends_\(name).csv")
        let (units, codes) = (try table.texts("Trends.uCode"), try table.texts("Trends.iCode"))
        let (values, available) = (try table.numbers("Trends.\(name)"), try table.numbers("Trends.Avail"))
        let rows = Dictionary(grouping: panel.units.indices, by: { panel.units[$0] })
        let position = asem.position
        var compared = 0
        for line in units.indices where available[line] == 1 {
            let own = try #require(rows[units[line]])
            let column = panel.columns[try #require(position[codes[line]])]
            let trend = measure(own.map { Double(panel.periods[$0]) ?? .nan }, own.map { column[$0] })
            #expect(isClose(trend, values[line]), "\(units[line]) \(codes[line]): \(trend) ≠ \(values[line])")
            compared += 1
        }
        #expect(compared == 2436)
    }
}
