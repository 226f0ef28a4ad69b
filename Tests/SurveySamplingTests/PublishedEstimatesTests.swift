import Ground
import SurveySampling
import TestSupport
import Testing

@Suite(.enabled(if: Reference.isPresent))
struct PublishedEstimatesTests {
    /// Every row of R's table, number by number.
    @Test func everyEstimateOfR() throws {
        let table = try SamplingReference.table("expected_estimates")
        var checked = 0
        for row in table.csv.rows {
            let fields = row.fields
            try check(design: fields[0], stat: fields[1], label: fields[2], expected: Array(fields[3...]))
            checked += 1
        }
        #expect(checked == 140)
    }

    private func check(design name: String, stat: String, label: String, expected: [String]) throws {
        let design = try SamplingReference.design(name)
        let table = try SamplingReference.sample(name)
        let what = "\(name) \(stat) \(label)"
        if stat.hasPrefix("svychisq") {
            let test = try #require(
                design.independence(try table.texts("sch.wide"), try table.texts("stype")))
            let value = stat == "svychisq_F" ? test.f : test.p
            near(value, expected[0], 1e-9, what, floor: 0)
            if stat == "svychisq_F" {
                let parts = expected[5].split(separator: "|").map(String.init)
                near(test.numeratorDF, parts[0], 1e-6, what)
                near(test.denominatorDF, parts[1], 1e-6, what)
            }
            return
        }
        let found = try estimate(design, table, name, stat, label)
        let iterates = stat == "svyciprop_logit" || stat == "svyciprop_likelihood"
        near(found.value, expected[0], iterates ? 1e-9 : 1e-12, what + " estimate")
        near(found.standardError, expected[1], 1e-9, what + " error")
        near(found.designEffect ?? .nan, expected[2], 1e-9, what + " deff")
        // R's profile likelihood is interpolated by a spline, so its ends are not roots of the deviance.
        let end = stat == "svyciprop_likelihood" ? 2e-5 : 1e-9
        near(found.interval.low, expected[3], end, what + " low")
        near(found.interval.high, expected[4], end, what + " high")
        if stat != "mean_by_stype" { near(Double(found.degreesOfFreedom), expected[5], 1e-12, what + " df") }
    }

    private func estimate(
        _ design: SurveyDesign, _ table: SurveyTable, _ name: String, _ stat: String, _ label: String
    ) throws -> Estimate {
        if name.contains("_JK") {
            return design.estimate(.mean(try table.numbers(label)), by: try design.replicates(.jackknife))
        }
        switch stat {
        case "mean", "mean_tCI", "total":
            let cells = try table.numbersWithGaps(label)
            let (values, domain) = (cells.map { $0 ?? 0 }, cells.map { $0 != nil })
            switch stat {
            case "mean": return design.mean(values, domain: domain, reference: .normal)
            case "mean_tCI": return design.mean(values, domain: domain, reference: .studentOfDesign)
            default: return design.total(values, domain: domain, reference: .normal)
            }
        case "prop":
            let last = String(label.suffix(1))
            return design.mean(try table.texts("stype").map { $0 == last ? 1 : 0 }, reference: .normal)
        case "ratio":
            return design.ratio(try table.numbers("api00"), try table.numbers("api99"), reference: .normal)
        case "quantile":
            let share = try #require(Double(label.dropFirst("api00@".count)))
            return design.quantile(try table.numbers("api00"), at: share)
        case "mean_by_stype":
            return design.mean(try table.numbers("api00"), domain: try table.texts("stype").map { $0 == label })
        default:
            let kind = stat.dropFirst("svyciprop_".count)
            let interval = try #require(ProportionInterval(rawValue: kind == "xlogit" ? "logit" : String(kind)))
            return design.proportion(try table.texts("sch.wide").map { $0 == "Yes" }, interval: interval)
        }
    }

    @Test func calibratedWeights() throws {
        let table = try SamplingReference.table("apiclus1_weights")
        for (column, name) in [("poststrat", "clus1_poststrat"), ("raked", "clus1_raked")] {
            let design = try SamplingReference.design(name)
            for (found, expected) in zip(design.weights, try table.numbers(column)) {
                #expect(abs(found - expected) <= 1e-9 * expected)
            }
        }
    }

    @Test func weightingEffects() throws {
        let names = ["apistrat": "strat", "apiclus1_poststrat": "clus1_poststrat", "apiclus1_raked": "clus1_raked"]
        let table = try SamplingReference.table("kish")
        #expect(table.count == 3)
        for row in table.csv.rows {
            let design = try SamplingReference.design(try #require(names[row.fields[0]]))
            near(design.weightingEffect, row.fields[1], 1e-12, row.fields[0])
            near(Double(design.count) / design.weightingEffect, row.fields[2], 1e-12, row.fields[0])
        }
    }

    @Test func allocations() throws {
        let table = try SamplingReference.table("allocation")
        let strata = try zip(table.texts("stratum"), zip(table.numbers("N"), table.numbers("S"))).map {
            StratumSummary(name: $0, units: $1.0, deviation: $1.1)
        }
        for kind in Allocation.allCases {
            for (found, expected) in zip(kind.shares(of: 200, among: strata), try table.numbers(kind.rawValue)) {
                #expect(abs(found - expected) <= 1e-9)
            }
            #expect(try kind.sizes(of: 200, among: strata).reduce(0, +) == 200)
        }
    }

    @Test func binomialIntervals() throws {
        let table = try SamplingReference.table("binomial_intervals")
        let kinds: [(BinomialInterval, String)] = [
            (.wald, "wald"), (.wilson, "wilson"), (.wilsonContinuity, "wilson_cc"), (.clopperPearson, "clopper"),
            (.agrestiCoull, "agresti"),
        ]
        let (x, n) = (try table.numbers("x"), try table.numbers("n"))
        for (kind, column) in kinds {
            let (low, high) = (try table.numbers(column + "_lo"), try table.numbers(column + "_hi"))
            for row in x.indices {
                let found = kind.interval(x: x[row], n: n[row])
                #expect(abs(found.low - low[row]) <= 1e-9, "\(kind) \(x[row])/\(n[row])")
                #expect(abs(found.high - high[row]) <= 1e-9, "\(kind) \(x[row])/\(n[row])")
            }
        }
    }

    @Test func sampleSizes() throws {
        let table = try SamplingReference.table("sample_size")
        #expect(table.count == 81)
        for row in table.csv.rows.map(\.fields) {
            let size = try SampleSize(
                .proportion(#require(Double(row[0]))), margin: #require(Double(row[1])),
                .init(population: Double(row[2]), designEffect: #require(Double(row[3]))))
            near(size.simple, row[4], 1e-9, "n0")
            near(size.withDesignEffect, row[5], 1e-9, "n_deff")
            near(size.withPopulation, row[6], 1e-9, "n_fpc")
            #expect(String(size.completed) == row[7])
        }
    }

    @Test func inclusionProbabilities() throws {
        let table = try SamplingReference.table("pps_inclusion")
        let chances = try SamplePlan.inclusionProbabilities(40, sizes: table.numbers("enroll"))
        for (found, expected) in zip(chances, try table.numbers("pik")) { #expect(abs(found - expected) <= 1e-9) }
        #expect(chances.count { $0 == 1 } == 1)
    }

    private func near(_ found: Double, _ text: String, _ tolerance: Double, _ what: String, floor: Double = 1e-3) {
        guard let expected = Double(text) else { return }
        let limit = tolerance * max(floor, abs(expected))
        #expect(abs(found - expected) <= limit, "\(what): \(found), expected \(text)")
    }
}
