import CompositeIndex
import Foundation
import Ground
import TestSupport
import Testing

/// Steps before aggregation against the reference program: availability, statistics, treatment, other normalisations and fillings.
@Suite(.enabled(if: Reference.isPresent))
struct ReferenceStepTests {
    @Test func rawAndScreened() throws {
        let asem = try ASEM.shared.get()
        let codes = asem.structure.elements.map(\.code)
        #expect(try differences(asem.raw.columns, codes, units: asem.raw.units, from: "01_Raw.csv") == [])
        let build = try ASEM.nominal.get()
        #expect(try differences(build.imputed.columns, codes, units: build.imputed.units, from: "04_Screened.csv") == [])
    }

    @Test func availability() throws {
        let asem = try ASEM.shared.get()
        for name in ["data_avail_summary", "screen_summary"] {
            let table = try ReferenceTable("expected/\(name).csv")
            // The summary is of the raw data, the screening of the filled.
            let columns = name == "screen_summary" ? try ASEM.nominal.get().imputed.columns : asem.raw.columns
            let (missing, zero) = (try table.numbers("N_missing"), try table.numbers("N_zero"))
            let (share, nonZero) = (try table.numbers("Dat_Avail"), try table.numbers("Non_Zero"))
            for (row, unit) in asem.raw.units.enumerated() {
                let at = try #require(table.units.firstIndex(of: unit))
                let own = RowAvailability(columns, row: row)
                #expect(Double(own.missing) == missing[at] && Double(own.zero) == zero[at], "\(name) \(unit)")
                #expect(isClose(own.availableShare, share[at]) && isClose(own.nonZeroShare, nonZero[at]), "\(name) \(unit)")
            }
        }
        let groups = try ReferenceTable("expected/data_avail_bygroup.csv")
        let tree = asem.structure
        for index in tree.indicatorCount..<tree.elements.count {
            let expected = try groups.numbers(tree.elements[index].code)
            let columns = tree.indicators(below: index).map { asem.raw.columns[$0] }
            for (row, unit) in asem.raw.units.enumerated() {
                let at = try #require(groups.units.firstIndex(of: unit))
                #expect(isClose(RowAvailability(columns, row: row).availableShare, expected[at]), "\(unit)")
            }
        }
        #expect(try Preparation.available(ASEM.nominal.get().imputed, atLeast: 0.9).allSatisfy { $0 })
    }

    @Test(arguments: [("stats_raw", 3), ("stats_treated", 15)])
    func statistics(name: String, digits: Int) throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/\(name).csv")
        let codes = try table.texts("iCode")
        let position = asem.position
        func compare(_ column: String, _ measure: (ColumnSummary) -> Double) throws {
            for (code, expected) in zip(codes, try table.numbers(column)) {
                let index = try #require(position[code])
                let own = measure(ColumnSummary(name == "stats_raw" ? asem.raw.columns[index] : build.treated.columns[index]))
                let isEqual = digits < 15 ? isRounded(own, expected, digits: digits) : isClose(own, expected)
                #expect(isEqual, "\(name) \(column) \(code): \(own) ≠ \(expected)")
            }
        }
        try compare("Min", \.minimum)
        try compare("Max", \.maximum)
        try compare("Mean", \.mean)
        try compare("Median", \.median)
        try compare("Std", \.deviation)
        try compare("Skew", \.skew)
        try compare("Kurt", \.kurtosis)
        try compare("N.Avail") { Double($0.available) }
        try compare("N.NonZero") { Double($0.nonZero) }
        // Values that differ beyond the printed digits were different there: TolMin's unique and same cannot be known from the table.
        try compare("Frc.Avail", \.availableShare)
        try compare("Frc.NonZero", \.nonZeroShare)
        let flags: [(String, String, (ColumnSummary) -> Bool)] = [
            ("Flag.Avail", "LOW", \.isScarce), ("Flag.NonZero", "LOW", \.isMostlyZero),
            ("Flag.Unique", "LOW", \.isRepetitive), ("Flag.SkewKurt", "OUT", \.hasOutliers),
        ]
        for (column, word, flag) in flags {
            for (code, expected) in zip(codes, try table.texts(column)) {
                let index = try #require(position[code])
                let summary = ColumnSummary(name == "stats_raw" ? asem.raw.columns[index] : build.treated.columns[index])
                #expect(flag(summary) == (expected == word), "\(name) \(column) \(code)")
            }
        }
        for (code, unique, same) in zip3(codes, try table.numbers("N.Unique"), try table.numbers("N.Same")) where code != "TolMin" {
            let index = try #require(position[code])
            let own = ColumnSummary(name == "stats_raw" ? asem.raw.columns[index] : build.treated.columns[index])
            #expect(Double(own.unique) == unique && Double(own.same) == same, "\(name) \(code)")
        }
    }

    @Test func treatment() throws {
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/treatment_table.csv")
        let position = try ASEM.shared.get().position
        let (skew, kurtosis) = (try table.numbers("check_SkewKurt0.Skew"), try table.numbers("check_SkewKurt0.Kurt"))
        let (after, kurtosisAfter) = (try table.numbers("check_SkewKurt1.Skew"), try table.numbers("check_SkewKurt1.Kurt"))
        let (passes, points) = (try table.texts("check_SkewKurt0.Pass"), try table.numbers("winsorise.nwin"))
        for (line, code) in try table.texts("iCode").enumerated() {
            let index = try #require(position[code])
            let own = build.treatments[index]
            let before = Statistics.skewKurtosis(build.imputed.columns[index])
            #expect(isClose(before.skew, skew[line]) && isClose(before.kurtosis, kurtosis[line]), "\(code)")
            #expect((own.steps == 0) == (passes[line] == "TRUE"), "\(code)")
            #expect(own.steps == (points[line].isNaN ? 0 : Int(points[line])), "\(code)")
            if !after[line].isNaN {
                #expect(own.passes && isClose(own.skew, after[line]) && isClose(own.kurtosis, kurtosisAfter[line]), "\(code)")
            }
            #expect(!own.isTransformed)
        }
    }

    @Test func treatedCells() throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/treated_points.csv")
        var count = 0
        for (index, element) in asem.structure.indicators.enumerated() {
            let marks = try table.texts(element.code)
            var own = Set<String>()
            for cell in build.winsorised(index) {
                own.insert(build.imputed.units[cell.row])
                #expect(build.trace(row: cell.row, indicator: index)?.change == .winsorised(from: cell.from, to: cell.to))
            }
            let expected = Set(zip(table.units, marks).filter { !$1.isEmpty }.map(\.0))
            #expect(own == expected, "\(element.code)")
            count += own.count
        }
        #expect(count == 35)
    }

    @Test func winsorisingStepByStep() throws {
        let asem = try ASEM.shared.get()
        let table = try ReferenceTable("expected/winsorise_curve.csv")
        let (limits, codes, steps) = (try table.numbers("winmax"), try table.texts("iCode"), try table.numbers("nwin"))
        let (skews, kurtoses, passes) = (try table.numbers("skew"), try table.numbers("kurt"), try table.texts("pass"))
        for line in codes.indices {
            // On the data as they came.
            let column = asem.raw.columns[try #require(asem.position[codes[line]])]
            let own = Treatment(winsoriseAtMost: Int(limits[line]), otherwise: .nothing).apply(column)
            #expect(Double(own.steps) == steps[line] && own.passes == (passes[line] == "TRUE"), "\(codes[line]) \(limits[line])")
            // This table's skewness is of type 3 (b1), its kurtosis of type 2: G1 carried over for n values.
            let n = Double(column.count { !$0.isNaN })
            let b1 = own.skew * (n - 2) / (n * (n - 1)).squareRoot() * pow((n - 1) / n, 1.5)
            #expect(isClose(b1, skews[line]) && isClose(own.kurtosis, kurtoses[line]), "\(codes[line]) \(limits[line])")
        }
        #expect(codes.count == 18)
    }

    @Test func transformations() throws {
        let asem = try ASEM.shared.get()
        let forms: [String: Treatment.Transformation] = [
            "log_CT": .logarithm, "log_CT_orig": .logarithmOfDistance, "log_CT_plus": .logarithmBySkew,
        ]
        let table = try ReferenceTable("expected/treat_functions.csv")
        let (methods, codes, values) = (try table.texts("method"), try table.texts("iCode"), try table.numbers("value"))
        var compared = 0
        for line in methods.indices {
            let column = asem.raw.columns[try #require(asem.position[codes[line]])]
            let row = try #require(asem.raw.units.firstIndex(of: table.units[line]))
            if methods[line] == "log_GII" {
                // The other program computes this form and then returns the column as it was: a defect. Ours is the formula.
                #expect(isClose(column[row], values[line]))
                let own = try #require(Treatment.Transformation.logarithmOfShare.apply(column))[row]
                let (low, high) = (column.min() ?? .nan, column.max() ?? .nan)
                #expect(isClose(exp(own) - 1, (high - 1) * (column[row] - low) / (high - low), 1e-8))
                compared += 1
                continue
            }
            let form = try #require(forms[methods[line]])
            let own = try #require(form.apply(column))[row]
            #expect(isClose(own, values[line]), "\(methods[line]) \(codes[line]) \(table.units[line]): \(own) ≠ \(values[line])")
            compared += 1
        }
        #expect(compared == 816)
    }

    @Test func distances() throws {
        let asem = try ASEM.shared.get()
        let table = try ReferenceTable("expected/normalise_alternatives.csv")
        let first = try #require(try ReferenceTable("expected/06_Normalised.csv").units.first)
        var method = ASEM.method
        var wrong: [String] = []
        func compare(_ build: IndexBuild, _ codes: [String], _ units: [String], _ values: [Double]) throws {
            for line in codes.indices {
                let row = try #require(build.normalised.units.firstIndex(of: units[line]))
                let own = build.normalised.columns[try #require(asem.position[codes[line]])][row]
                // Where the reference unit is the lowest there is no distance to it: missing here, infinite there.
                if values[line].isInfinite, own.isNaN { continue }
                if !isClose(own, values[line]) { wrong.append("\(codes[line]) \(units[line]): \(own) ≠ \(values[line])") }
            }
        }
        method.normalisation = .distanceToReference(unit: first, cap: false)
        let chosen = try table.texts("method").enumerated().filter { $0.element == "n_dist2ref_1" }.map(\.offset)
        #expect(chosen.count == 49 * 51)
        let (codes, values) = (try table.texts("iCode"), try table.numbers("value"))
        try compare(asem.build(method), chosen.map { codes[$0] }, chosen.map { table.units[$0] }, chosen.map { values[$0] })
        let targets = try ReferenceTable("expected/normalise_dist2targ.csv")
        for (name, cap) in [("dist2targ", false), ("dist2targ_cap", true)] {
            method.normalisation = .distanceToTarget(cap: cap)
            try compare(asem.build(method), try targets.texts("iCode"), targets.units, try targets.numbers(name))
        }
        #expect(wrong.prefix(5) == [])
    }

    @Test func fillings() throws {
        let asem = try ASEM.shared.get()
        let ways: [String: Preparation.Filling] = [
            "i_mean": .mean, "i_median": .median, "i_mean_grp": .groupMean, "i_median_grp": .groupMedian,
        ]
        let table = try ReferenceTable("expected/impute_alternatives.csv")
        let (methods, codes, values) = (try table.texts("method"), try table.texts("iCode"), try table.numbers("value"))
        for (name, way) in ways {
            let (filled, cells) = Preparation.impute(asem.raw, way, groups: asem.groups)
            #expect(cells.count == 63)
            for line in methods.indices where methods[line] == name {
                let row = try #require(asem.raw.units.firstIndex(of: table.units[line]))
                let own = filled.columns[try #require(asem.position[codes[line]])][row]
                #expect(isClose(own, values[line]), "\(name) \(codes[line]) \(table.units[line])")
            }
        }
        #expect(methods.count == 4 * 63)
    }
}

func zip3<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] { zip(a, zip(b, c)).map { ($0, $1.0, $1.1) } }
