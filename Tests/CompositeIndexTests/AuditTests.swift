import CompositeIndex
import Foundation
import Ground
import TestSupport
import Testing

struct AuditTests {
    private static let place = Place("t")

    /// Two groups of three indicators over twenty units; each case spoils something and names what must be found.
    private func build(
        _ change: (inout IndexTable, inout IndexMethod, inout SeededRandom) -> Void, denominators: [String: [Double]] = [:]
    ) throws -> IndexAudit {
        var random = SeededRandom(seed: 11)
        let codes = ["a1", "a2", "a3", "b1", "b2", "b3"]
        let leaves = codes.map {
            IndexElement(code: $0, name: "", parent: String($0.prefix(1)), isIndicator: true, place: Self.place)
        }
        let above = ["a", "b"].map { IndexElement(code: $0, name: "", parent: "top", isIndicator: false, place: Self.place) }
        let tree = try IndexStructure(leaves + above + [IndexElement(code: "top", name: "", parent: nil, isIndicator: false, place: Self.place)])
        // Within a group the indicators share a factor.
        let factors = (0..<2).map { _ in (0..<20).map { _ in random.unit() } }
        let columns = (0..<6).map { index in factors[index / 3].map { $0 + 0.5 * random.unit() } }
        var table = IndexTable(
            units: (0..<20).map { "u\($0)" }, periods: [String](repeating: "2024", count: 20), columns: columns)
        var method = IndexMethod(filling: .mean)
        change(&table, &method, &random)
        return IndexAudit(IndexBuild(tree, method, raw: table, denominators: denominators))
    }

    private func has(_ audit: IndexAudit, _ kind: IndexAudit.Kind, _ element: String, other: String? = nil) -> Bool {
        audit.findings.contains { $0.kind == kind && $0.element == element && (other == nil || $0.other == other) }
    }

    @Test func aSoundIndexHasNothingSerious() throws {
        let audit = try build { _, _, _ in }
        #expect(audit.findings.allSatisfy { $0.severity != .serious })
        let kinds: [IndexAudit.Kind] = [.scarceUnit, .scarceIndicator, .outliers, .looseGroup, .nearlyTheSame]
        // The two groups share nothing here, so the top is loose.
        #expect(!audit.findings.contains { kinds.contains($0.kind) && $0.element != "top" })
    }

    @Test func data() throws {
        let audit = try build { table, _, random in
            for row in 0..<10 { table.columns[0][row] = .nan }
            for index in 1..<5 { table.columns[index][3] = .nan }
            table.columns[3] = (0..<20).map { Double($0 % 2) }
            table.columns[4] = (0..<20).map { $0 == 0 ? 1000 : Double($0) }
            table.columns[5] = (0..<20).map { $0 < 15 ? 0 : Double($0) * random.unit() }
        }
        #expect(has(audit, .scarceIndicator, "a1"))
        #expect(has(audit, .scarceUnit, "u3", other: "2024"))
        #expect(has(audit, .repetitive, "b1"))
        #expect(has(audit, .outliers, "b2", other: "") && has(audit, .stillSkewed, "b2"))
        #expect(has(audit, .mostlyZero, "b3"))
        let treated = try build { table, method, _ in
            table.columns[4] = (0..<20).map { $0 == 0 ? 1000 : Double($0) }
            method.treatment = Treatment(winsoriseAtMost: 5)
        }
        #expect(has(treated, .outliers, "b2", other: "1") && !has(treated, .stillSkewed, "b2"))
        let constant = try build { table, _, _ in table.columns[2] = table.columns[2].map { _ in 4 } }
        #expect(has(constant, .constant, "a3"))
    }

    @Test func coherence() throws {
        let reversed = try build { table, _, _ in table.columns[0] = table.columns[0].map { -3 * $0 } }
        #expect(has(reversed, .contradictoryGroup, "a") || has(reversed, .looseGroup, "a"))
        #expect(has(reversed, .againstEachOther, "a2", other: "a1") && has(reversed, .weakensGroup, "a1", other: "a"))
        #expect(has(reversed, .weakInOwnGroup, "a1") || has(reversed, .againstOwnGroup, "a1"))
        let twice = try build { table, _, _ in table.columns[1] = table.columns[0].map { 2 * $0 + 1 } }
        #expect(has(twice, .nearlyTheSame, "a2", other: "a1"))
        let moved = try build { table, _, random in table.columns[0] = table.columns[3].map { $0 + 0.05 * random.unit() } }
        #expect(has(moved, .closerToAnotherGroup, "a1", other: "b"))
        let mixed = try build { table, _, random in
            for index in 0..<3 { table.columns[index] = (0..<20).map { _ in random.unit() } }
        }
        #expect(has(mixed, .looseGroup, "a") || has(mixed, .contradictoryGroup, "a"))
        #expect(has(mixed, .weakFirstDimension, "a") && has(mixed, .poorSampling, "a"))
    }

    @Test func sizeAndInfluence() throws {
        let people = (0..<20).map { Double(1 + $0 * $0) }
        let sized = try build({ table, _, random in table.columns[0] = people.map { $0 + random.unit() } }, denominators: ["people": people])
        #expect(has(sized, .followsSize, "a1", other: "people"))
        let idle = try build { table, _, random in
            table.columns[0] = (0..<20).map { $0 == 0 ? 1e6 : 1 + 1e-6 * random.unit() }
        }
        #expect(has(idle, .hardlyMatters, "a1") || has(idle, .weighsLessThanStated, "a1", other: "a"))
    }

    /// One year with an extreme value that winsorising cannot cure, one without: treated apart, they are on different scales.
    @Test func yearsOnDifferentScales() throws {
        var random = SeededRandom(seed: 2)
        let tree = try PropertyTests.tree(4)
        var table = PropertyTests.table(&random, indicators: 4, units: 40)
        table.units = (0..<40).map { "u\($0 % 20)" }
        table.periods = (0..<40).map { $0 < 20 ? "1" : "2" }
        for row in 0..<3 { table.columns[1][row] = pow(100, Double(row + 1)) }
        for isEach in [true, false] {
            let method = IndexMethod(treatment: Treatment(winsoriseAtMost: 1), treatsEachPeriod: isEach)
            let build = IndexBuild(tree, method, raw: table)
            #expect(build.treatments[1].isTransformed)
            #expect(has(IndexAudit(build), .mixedScales, "i1", other: "2") == isEach)
            // The trace knows which year it was.
            let traces = [5, 25].map { build.trace(row: $0, indicator: 1)?.change }
            #expect((traces[1] == CellTrace.Change.none) == isEach && traces[0] != CellTrace.Change.none)
        }
    }

    @Test func everyKindHasWordsInBothLanguages() {
        for kind in IndexAudit.Kind.allCases {
            let finding = IndexAudit.Finding(kind: kind, severity: .note, element: "e", other: "other", value: .nan)
            #expect(!finding.words.isEmpty && !finding.chinese.isEmpty && finding.words != finding.chinese)
            #expect(finding.chinese.unicodeScalars.contains { $0.value > 0x4E00 })
        }
    }

    @Test(.enabled(if: Reference.isPresent)) func theReferenceIndex() throws {
        let audit = IndexAudit(try ASEM.nominal.get())
        #expect(audit.findings.contains { $0.kind == .contradictoryGroup && $0.element == "SusEcFin" && $0.value < -0.37 })
        #expect(audit.findings.contains { $0.kind == .looseGroup && $0.element == "Instit" })
        #expect(audit.findings.contains { $0.kind == .againstEachOther && Set([$0.element, $0.other]) == ["RTAs", "TBTs"] })
        #expect(!audit.findings.contains { $0.kind == .scarceIndicator })
        #expect(audit.findings.contains { $0.kind == .severalDimensions && $0.element == "ConEcFin" && $0.value == 2 })
    }
}
