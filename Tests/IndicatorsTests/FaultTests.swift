import CompositeIndex
import Foundation
import Ground
import Indicators
import Testing

/// A folder in memory: two groups of two indicators, three units, two years.
struct SmallFolder {
    var indicators = """
        code,name,kind,parent,direction,weight,unit,denominator,per,target,origin
        a,A,indicator,g,1,1,,,,9,
        b,B,indicator,g,-1,1,,people,1000,,
        c,C,indicator,h,1,1,,,,,
        d,D,indicator,h,1,1,,,,,
        people,People,denominator,,,,,,,,
        g,G,aggregate,top,1,1,,,,,
        h,H,aggregate,top,1,1,,,,,
        top,Top,aggregate,,1,1,,,,,

        """
    var method = "aggregate: arithmetic\n"
    var values = """
        unit,period,source,status,a,b,c,d,people
        x,2023,s,official,1,10,5,2,100
        y,2023,s,official,3,20,4,8,50
        z,2023,s,official,7,5,1,3,200
        x,2024,s,official,2,12,6,2,100
        y,2024,s,official,4,18,3,9,50
        z,2024,s,official,8,6,2,4,200

        """
    var others: [(name: String, text: String)] = []

    func read(_ warnings: inout Diagnostics) throws(RejectedInput) -> IndexFolder {
        var files = [(name: "index-data/values.csv", bytes: Array(values.utf8))]
        for other in others { files.append((name: "index-data/" + other.name, bytes: Array(other.text.utf8))) }
        return try IndexFolder.read(indicators: Array(indicators.utf8), method: method, values: files, warnings: &warnings)
    }

    /// What is said, errors and warnings.
    func said() -> String {
        var warnings = Diagnostics()
        do {
            _ = try read(&warnings)
            return warnings.text
        } catch {
            return error.description
        }
    }

    func with(_ change: (inout SmallFolder) -> Void) -> SmallFolder {
        var result = self
        change(&result)
        return result
    }
}

struct FaultTests {
    private let plain = SmallFolder()

    @Test func nothingIsSaidAboutASoundFolder() throws {
        #expect(plain.said() == "")
        var warnings = Diagnostics()
        let folder = try plain.read(&warnings)
        // Rates are computed: x in 2023 has 10 of 100 people, per 1,000.
        #expect(folder.build().denominated.columns[1][0] == 100)
        #expect(folder.table.periods == ["2023", "2023", "2023", "2024", "2024", "2024"])
    }

    @Test(arguments: [
        ("screen: 2\n", "index.yaml:1:9: error: screen is 2.0"), ("winsorise: -1\n", "index.yaml:1"),
        ("screen: {always: [q]}\n", "the unit “q” has no values"), ("screen: {always: [x], never: [x]}\n", "“x” is both kept and left out"),
        ("screen: {non-zero: -1}\n", "screen.non-zero is -1.0"), ("fill: meen\n", "index.yaml:1:7: error: “meen” is no way to fill – did you mean “mean”"),
        ("fill: group-mean\n", "index-data/groups.csv: error: filling is by group"),
        ("winsorise: 2\ntreat: {winsorise: 2}\n", "index.yaml:2:8: error: “winsorise” stands beside “treat”"),
        ("treat: {winsorise: 2, otherwise: logarithms}\n", "did you mean “logarithm”"),
        ("treat: {winsorise: 2, of: {q: none}}\n", "“q” is not an indicator"), ("treat: {skew: 0}\n", "treat.skew must be above 0"),
        ("normalise: {method: min-max, from: 5, to: 1}\n", "“from” must be below “to”"),
        ("normalise: {method: z-score, deviation: 0}\n", "the deviation must be above 0"),
        ("normalise: {method: distance-to-target}\n", "indicators.csv:3: error: “b” is measured by its target and has none"),
        ("normalise: {method: distance-to-reference, unit: xx}\n", "index.yaml:1:50: error: the unit “xx” has no values – did you mean “x”"),
        ("goalposts: {a: [5, 1]}\n", "goalposts are two numbers, the lower first"),
        ("goalposts: {a: [0, 1, logarithm]}\n", "the goalposts of a logarithm must be above 0"),
        ("goalposts: {aa: [0, 1]}\n", "“aa” is not an indicator of indicators.csv – did you mean “a”"),
        ("goalpost-scale: 0\n", "the scale must be above 0"), ("aggregate: average\n", "“average” is no way to aggregate"),
        ("aggregate: geometric -1\n", "no way to aggregate"), ("aggregate-of: {a: harmonic}\n", "“a” is not an aggregate"),
        ("availability: 1.5\n", "a share lies between 0 and 1"), ("availability-of: {g: x}\n", "availability-of.g must be a number"),
        ("weights: {g: {a: 1}}\n", "weights.g says nothing of b"), ("weights: {g: {a: 1, b: -1}}\n", "weights.g.b must be at least 0"),
        ("weights: {g: {a: 0, b: 0}}\n", "all weights of weights.g are 0"),
        ("weights: {g: {a: 0.5, b: 0.4}}\n", "warning: the weights below “g” sum to 0.9, neither to 1 nor to 100"),
        ("weights: {g: entropie}\n", "did you mean “entropy”"), ("weights: {x: equal}\n", "“x” is not an aggregate"),
        ("weights: {g: {optimise: {a: 1, b: 0}}}\n", "must be above 0"),
        ("weights: {g: {compare: {matrix: [[1, 2], [2, 1]]}}}\n", "“b” against “a” is not the inverse"),
        ("weights: {g: {compare: {matrix: [[1, 2]]}}}\n", "judgements are a square of 2 × 2"),
        ("weights: {g: {compare: {order: [a, a], matrix: [[1, 2], [1/2, 1]]}}}\n", "the order must name each of a, b once"),
        ("peers: [x, q]\n", "index.yaml:1:12: error: the unit “q” has no values"),
        ("study: {fill: [mean]}\n", "the study varies nothing"), ("study: {exponent: [2, 1]}\n", "is two numbers between -50 and 50"),
        ("aggregat: arithmetic\n", "“aggregat” is not known here – did you mean “aggregate”"), ("a: [\n", "index.yaml:2:1: error: not valid YAML"),
    ])
    func methodFaults(method: String, expected: String) {
        let text = plain.with { $0.method = method }.said()
        #expect(text.contains(expected), "\(text)")
    }

    @Test(arguments: [
        ("z,2024,s,official,8,6,2,4,200", "z,2024,s,official,8,6,2,4,0", "values.csv:7: warning: the denominator “people” of z in 2024 is 0"),
        ("z,2024,s,official,8,6,2,4,200", "z,2024,s,official,8,six,2,4,200", "values.csv:7: error: the value “six” of “b” is not a number"),
        ("z,2024,s,official,8,6,2,4,200", "z,2024,,official,8,6,2,4,200", "values.csv:7: error: the source is empty"),
        ("z,2024,s,official,8,6,2,4,200", "z,2024,s,said,8,6,2,4,200", "values.csv:7: error: the status is “said”"),
        ("z,2024,s,official,8,6,2,4,200", ",2024,s,official,8,6,2,4,200", "values.csv:7: error: the unit is empty"),
        ("z,2024,s,official,8,6,2,4,200", "z,2024,s,official,8,6", "values.csv:7: error: 6 fields where the header has 9"),
        ("z,2024,s,official,8,6,2,4,200", "y,2024,s,official,8,6,2,4,200", "stands here and at index-data/values.csv:6"),
        ("unit,period,source,status,a,b,c,d,people", "unit,period,source,status,a,b,c,e,people", "values.csv:1: error: the column “e” is no indicator"),
        ("unit,period,source,status,a,b,c,d,people", "unit,period,origin,status,a,b,c,d,people", "the column “source” is missing"),
    ])
    func valueFaults(old: String, new: String, expected: String) {
        let text = plain.with { $0.values = $0.values.replacing(old, with: new) }.said()
        #expect(text.contains(expected), "\(text)")
    }

    @Test(arguments: [
        ("h,H,aggregate,top", "h,H,aggregate,h", "indicators.csv:8: error: the aggregates above “h” form a ring"),
        ("c,C,indicator,h", "c,C,indicator,k", "indicators.csv:4: error: the parent “k” of “c” is not an aggregate"),
        ("c,C,indicator,h", "c,C,indicator,", "indicators.csv:4: error: the indicator “c” has no parent"),
        ("h,H,aggregate,top", "h,H,aggregate,", "2 aggregates stand at the top"),
        ("c,C,indicator,h,1,1", "c,C,indicator,h,1,x", "indicators.csv:4: error: the weight “x” is not a number"),
        ("c,C,indicator,h,1,1", "c,C,indicator,h,1,0.7", "indicators.csv:4: warning: the weights below “h” sum to 1.7"),
        ("b,B,indicator,g,-1,1,,people", "b,B,indicator,g,-1,1,,persons", "the denominator “persons” of “b” has no line"),
        ("people,People,denominator", "a,People,denominator", "the code “a” is a part's too"),
        ("b,B,indicator,g,-1,1,,people,1000", "b,B,indicator,g,-1,1,,people,0", "indicators.csv:3: error: “per” must be above 0"),
        ("a,A,indicator,g,1,1,,,,9,", "a,A,indicator,g,1,1,,,,9,ours", "indicators.csv:2: error: the origin is “ours”"),
        ("a,A,indicator,g", "a,A,indicateur,g", "indicators.csv:2: error: the kind is “indicateur”"),
    ])
    func treeFaults(old: String, new: String, expected: String) {
        let text = plain.with { $0.indicators = $0.indicators.replacing(old, with: new) }.said()
        #expect(text.contains(expected), "\(text)")
    }

    @Test func whatOnlyTheWholeShows() {
        // A constant column, one without any value, one unit alone, peers of other years, zeros under a geometric mean.
        let constant = plain.with { $0.values = "unit,period,source,status,a,b,c,d,people\nx,1,s,official,1,1,1,5,9\ny,1,s,official,2,2,2,5,9\n" }
        #expect(constant.said().contains("indicators.csv:5: warning: “d” has the same value everywhere"))
        let empty = plain.with { $0.values = "unit,period,source,status,a,b,c,people\nx,1,s,official,1,1,1,9\ny,1,s,official,2,2,2,9\n" }
        #expect(empty.said().contains("indicators.csv:5: error: “d” has no value at all"))
        let alone = plain.with { $0.values = "unit,period,source,status,a,b,c,d,people\nx,1,s,official,1,1,1,5,9\n" }
        #expect(alone.said().contains("values.csv:2: error: “x” is the only unit and has one period"))
        let years = plain.with {
            $0.method = "peers: [w]\n"
            $0.values += "w,1999,s,official,1,2,3,4,5\n"
        }
        #expect(years.said().contains("index.yaml:1:9: error: the peer “w” shares no period with the units"))
        let zeros = plain.with { $0.method = "aggregate-of: {h: geometric}\n" }
        #expect(zeros.said().contains("is 0 under the geometric mean of “h”"), "\(zeros.said())")
        let shifted = plain.with { $0.method = "aggregate-of: {h: geometric 1}\n" }
        #expect(shifted.said() == "")
        let scarce = plain.with {
            $0.method = "screen: 0.9\n"
            $0.values = $0.values.replacing("z,2024,s,official,8,6,2,4,200", with: "z,2024,s,official,8,,,4,200")
        }
        #expect(scarce.said().contains("values.csv:7: note: z is left out in 2024"))
        let decided = plain.with { $0.method = "screen: {never: [z], non-zero: 0.05}\naggregate: harmonic\nnormalise: {method: min-max, from: 0, to: 1}\n" }
        #expect(decided.said().contains("values.csv:4: note: z is left out in 2023: index.yaml says so"))
        #expect(decided.said().contains("under the harmonic mean of"))
        let deep = plain.with { folder in
            folder.indicators += (0..<150).map { "k\($0),K,aggregate,\($0 == 0 ? "top" : "k\($0 - 1)"),1,1,,,,,\n" }.joined()
        }
        #expect(deep.said().contains("more than 100 levels stand above each other"))
        let groups = plain.with { $0.others = [("groups.csv", "unit,group\nx,n\ny,n\nz,\nx,s\nv,n\n")] }.said()
        #expect(groups.contains("groups.csv:4: error: the group of “z” is empty") && groups.contains("groups.csv:5: error: “x” stands in another group"))
        #expect(groups.contains("groups.csv:6: warning: “v” has a group and no values"))
    }

    private func counted(_ measure: String, _ records: String, value: String = "118") -> SmallFolder {
        plain.with {
            $0.indicators = $0.indicators.split(separator: "\n").map { line in
                let cell = line.hasPrefix("code") ? "measure" : line.hasPrefix("c,") ? measure : ""
                return "\(line),\(cell)\n"
            }.joined()
            $0.others = [
                ("more.csv", "unit,period,source,status,c,records\nw,2024,cases,platform,\(value),\(records)\nv,2024,s,official,80,\n")
            ]
        }
    }

    @Test func whatThePlatformCounts() throws {
        let records = "cases?measure=cases-ended&reported=2024-01..2024-12&area=530102&count=118&events=40231"
        var warnings = Diagnostics()
        let own = try counted("cases-ended", records).read(&warnings)
        #expect(own.measures == ["c": .ended])
        let read = try #require(own.records.last { $0.status == .platform }.flatMap { PlatformRecords($0.records) })
        #expect(read.months == 202401...202412 && read.area == "530102" && read.count == 118 && read.events == 40231 && !read.isAdjusted)
        #expect(read.text == records && PlatformRecords(PlatformRecords.example)?.text == PlatformRecords.example)
        #expect(counted("cases-ended", "").said().contains("more.csv:2: error: the value of “c” is counted by the platform and shows no records"))
        #expect(counted("cases-ended", "/cases").said().contains("more.csv:2: error: the records “/cases” are not understood"))
        #expect(counted("", records).said().contains("more.csv:2: error: “c” has a value counted by the platform"))
        #expect(counted("cases-end", records).said().contains("did you mean “cases-ended”"))
        #expect(counted("cases-rated", records).said().contains("more.csv:2: error: “c” counts cases-rated, and these records are counted as cases-ended"))
        #expect(counted("cases-ended", records, value: "119").said().contains("more.csv:2: error: the value is 119.0, and the records are 118"))
        #expect(PlatformMeasure.allCases.allSatisfy { !$0.definition.isEmpty && !$0.chinese.isEmpty })
    }

    @Test(arguments: [
        ("2026", 202601...202612), ("2026-Q1", 202601...202603), ("2026-Q4", 202610...202612), ("2026-03", 202603...202603),
    ])
    func periods(text: String, months: ClosedRange<Int>) { #expect(PlatformRecords.months(ofPeriod: text) == months) }

    @Test func whatIsNoPeriodOrRecord() {
        for text in [
            "", "26", "2026-13", "2026-00", "2026-Q5", "2026-Q", "2026-3", "+026", "2026-+1", "２０２６", "2026-01-01", "0026", "0026-01", "99999999999999999999",
        ] {
            #expect(PlatformRecords.months(ofPeriod: text) == nil, "\(text)")
        }
        for change in [
            ("count=118", "count=-1"), ("count=118", "count=99999999999999999999"), ("events=40231", "events="), ("&area=530102", "&area=1&area=2"),
            ("2026-12", "2025-12"), ("..", "."), ("cases-ended", "cases"), ("&events=40231", "&events=40231&x=1"), ("&events=40231", "&events=1&without=x"),
        ] {
            #expect(PlatformRecords(PlatformRecords.example.replacing(change.0, with: change.1)) == nil, "\(change)")
        }
        var random = SeededRandom(seed: 4)
        for _ in 0..<3_000 {
            var bytes = Array(PlatformRecords.example.utf8)
            for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = Array("0123456789-.=&?Qae".utf8)[random.below(18)] }
            guard let read = PlatformRecords(String(decoding: bytes, as: UTF8.self)) else { continue }
            #expect(PlatformRecords(read.text) == read)
        }
    }

    @Test(arguments: [
        ("b,B,indicator,g,-1,1,,people,1000,,", "b,B,indicator,g,-1,1,%,,,,", "indicators.csv:3: error: “b” is a rate by its unit (%)"),
        ("b,B,indicator,g,-1,1,,people,1000,,", "b,B,indicator,g,-1,1,张/千人,,,,", "“b” is a rate by its unit (张/千人)"),
        ("people,People,denominator", "people,People,divisor", "indicators.csv:6: error: the kind is “divisor”"),
    ])
    func ratesAreNotTyped(old: String, new: String, said: String) {
        #expect(plain.with { $0.indicators = $0.indicators.replacing(old, with: new) }.said().contains(said))
    }

    @Test func ratesHaveParts() throws {
        let parts = SmallFolder(
            indicators: """
                code,kind,parent,unit,numerator,denominator,per,rate
                a,indicator,top,%,n,m,100,
                s,indicator,top,km/h,,,,no
                t,indicator,top,%,,,,published
                n,part,,,,,,
                m,part,,,,,,
                top,aggregate,,,,,,

                """,
            values: """
                unit,period,source,status,s,t,n,m
                x,2024,s,official,1,5,30,60
                y,2024,s,official,3,6,20,80
                z,2024,s,official,5,7,,100

                """,
            others: [
                (
                    "rates.csv",
                    "unit,period,indicator,value,source,status,chosen_because\nz,2024,a,12.5,book,official,\ny,2024,a,26,book,survey,\n"
                )
            ])
        #expect(parts.said() == "")
        var warnings = Diagnostics()
        let folder = try parts.read(&warnings)
        // Of z the source has the rate alone; of y both are there, and the computed one counts.
        #expect(folder.rates.columns[0] == [50, 25, 12.5])
        let others: [(String, String, String)] = [
            ("z,2024,a,12.5,book,official,", "z,2024,a,12.5,book,estimate,", "rates.csv:2: error: “a” is a rate, computed from “n” and “m”, never typed"),
            ("y,2024,a,26,book,survey,", "y,2024,a,26,book,survey,checked", ""),
            ("y,2024,a,26,book,survey,", "w,2024,a,26,book,survey,", "rates.csv:3: error: “a” of w in 2024 is given as a rate, and “m” has no value there"),
        ]
        for (old, new, said) in others {
            let changed = parts.with { $0.others[0].text = $0.others[0].text.replacing(old, with: new) }
            #expect(said.isEmpty ? changed.said() == "" : changed.said().contains(said), "\(changed.said())")
            if said.isEmpty { #expect(try changed.read(&warnings).rates.columns[0] == [50, 26, 12.5]) }
        }
        let lines: [(String, String, String)] = [
            ("a,indicator,top,%,n,m,100,", "a,indicator,top,%,n,,100,", "indicators.csv:2: error: “a” has a numerator and no denominator"),
            ("a,indicator,top,%,n,m,100,", "a,indicator,top,%,q,m,100,", "indicators.csv:2: error: the numerator “q” of “a” has no line"),
            ("a,indicator,top,%,n,m,100,", "a,indicator,top,%,n,m,100,published", "indicators.csv:2: error: “a” has a denominator, so it is a computed rate"),
            ("t,indicator,top,%,,,,published", "t,indicator,top,%,,,,often", "indicators.csv:4: error: the rate is “often”"),
        ]
        for (old, new, said) in lines {
            let text = parts.with { $0.indicators = $0.indicators.replacing(old, with: new) }.said()
            #expect(text.contains(said), "\(text)")
        }
        let counted = parts.with { $0.values = $0.values.replacing("x,2024,s,official,1,5", with: "x,2024,s,proposal,1,5") }
        #expect(counted.said().contains("values.csv:2: error: “t” is a rate as its sources publish it, and the status is “proposal”"))
    }

    @Test func allAtOnce() {
        let text = plain.with {
            $0.indicators = $0.indicators.replacing("a,A,indicator,g,1,1", with: "a,A,indicator,g,7,1")
            $0.method = "fill: meen\npeers: [q]\nscreen: 9\n"
            $0.values = $0.values.replacing("x,2023,s,official,1", with: "x,2023,s,official,one")
        }.said()
        for place in ["indicators.csv:2", "index.yaml:1", "index.yaml:2", "index.yaml:3", "values.csv:2"] {
            #expect(text.contains(place), "\(text)")
        }
    }

    @Test func everyWayOfTheMethodFile() throws {
        let method = """
            fill: em
            treat: {winsorise: 1, skew: 1.5, kurtosis: 3, otherwise: box-cox 0.5, each-period: yes, of: {a: none, b: {winsorise: 0, otherwise: log-by-skew}}}
            normalise: {method: z-score, mean: 10, deviation: 2, each-period: no, of: {a: {method: distance-to-target, cap: yes}, c: {method: percentile-rank}}}
            goalposts: {d: [1, 10, logarithm]}
            goalpost-scale: 20
            weights:
              all: equal
              g: {compare: {order: [b, a], matrix: [[1, 3], [1/3, 1]], by: geometric-mean}}
              h: {c: 3, d: 1}
            aggregate: power 2
            aggregate-of: {top: copeland}
            availability: 0.2
            availability-of: {h: 1}
            peers: [y, z]
            study: {fill: [mean, latest], winsorise: [1, 2], normalise: [as-is, {method: borda}], aggregate: [as-is, harmonic], weights: 0.2, weights-of: {g: 0.5}}
            """
        var warnings = Diagnostics()
        let folder = try plain.with { $0.method = method }.read(&warnings)
        let own = folder.method
        #expect(own.filling == .expectationMaximisation && own.treatsEachPeriod && !own.normalisesEachPeriod)
        #expect(own.treatment == Treatment(winsoriseAtMost: 1, skewLimit: 1.5, kurtosisLimit: 3, otherwise: .boxCox(0.5)))
        #expect(own.treatmentOf["a"]?.winsoriseAtMost == nil && own.treatmentOf["b"]?.otherwise == .logarithmBySkew)
        #expect(own.normalisationOf == ["a": .distanceToTarget(cap: true), "c": .percentileRank])
        #expect(own.goalposts == ["d": Goalposts(low: 1, high: 10, isLogarithmic: true)] && own.goalpostScale == 20)
        #expect(own.weighting == .equal && own.aggregation == .power(2) && own.aggregationOf == ["top": .copeland])
        #expect(own.availability == 0.2 && own.availabilityOf == ["h": 1] && folder.peers == ["y", "z"])
        #expect(folder.plan.factors.count == 6 && folder.plan.normalisations.count == 2)
        let build = folder.build()
        let weights = Dictionary(uniqueKeysWithValues: build.structure.elements.map { ($0.code, $0.weight) })
        #expect(abs((weights["a"] ?? 0) - 0.25) < 1e-12 && abs((weights["c"] ?? 0) - 0.75) < 1e-12)
        // Copeland's scores of three units lie between −2 and 2 in each year.
        #expect(build.scores[build.structure.top].allSatisfy { abs($0) <= 2 })
    }
}
