import Cases
import Foundation
import Geography
import Ground
import Rehearsal
import Store
import StoreTestSupport
import TestSupport
import Testing

/// The real requests of a city, played through the whole loop, against counts made without the product.
@Suite struct ReplayTests {
    @Test(.enabled(if: Reference.isPresent)) func figuresEqualAnIndependentComputationOnBothDatabases() async throws {
        let path = Reference.path("open311/boston_6000.csv.gz")
        var diagnostics = Diagnostics()
        let requests = OpenRequest.read(try InputFile.read(path), file: path, diagnostics: &diagnostics)
        #expect(!diagnostics.hasErrors)
        let expected = try Independent.figures(of: path)

        let embedded = try await replay(requests, on: .sqlite)
        #expect(embedded.summary.reported == expected.reported)
        #expect(embedded.summary.closed == expected.closed)
        #expect(embedded.summary.open == expected.open)
        #expect(Set(embedded.summary.classes.map(\.class)) == Set(expected.classes.map(\.class)))
        for line in expected.classes {
            let ours = try #require(embedded.summary.classes.first { $0.class == line.class })
            #expect(ours.closed == line.closed)
            try expectEqual(ours.medianHours, line.medianHours)
            try expectEqual(ours.p90Hours, line.p90Hours)
        }

        let server = try await replay(requests, on: .postgresql)
        #expect(server.summary == embedded.summary)
        #expect(server.cases == embedded.cases)
        #expect(server.outcome == embedded.outcome)
    }

    private struct Played {
        var summary: ReplaySummary
        var cases: [String]
        var outcome: ReplayOutcome
    }

    private func replay(_ requests: [OpenRequest], on kind: StoreKind) async throws -> Played {
        try await RehearsalTown.with("boston", on: kind) { town in
            let outcome = try await Replay(office: town.office, ids: town.office.ids).run(requests)
            #expect(outcome.refusals == [:])
            #expect(outcome.clocksFired > 0)
            let summary = try await town.office.store.read { try ReplaySummary.read(in: town.office.city, on: $0) }
            return Played(summary: summary, cases: try await town.cases(), outcome: outcome)
        }
    }

    /// Both ways subtract and interpolate in binary floating point: they may differ in the last digits.
    private func expectEqual(_ ours: Double?, _ theirs: Double?) throws {
        guard let ours, let theirs else {
            #expect(ours == nil && theirs == nil)
            return
        }
        #expect(abs(ours - theirs) <= 1e-9 * max(abs(theirs), 1))
    }

    @Test func quantilesInterpolateBetweenOrderStatistics() {
        #expect(ReplaySummary.quantile(0.5, of: []) == nil)
        #expect(ReplaySummary.quantile(0.9, of: [4]) == 4)
        #expect(ReplaySummary.quantile(0.5, of: [1, 2, 4, 8]) == 3)
        #expect(ReplaySummary.quantile(0.25, of: [0, 10, 20, 30, 40]) == 10)
        #expect(ReplaySummary.quantile(1, of: [1, 2]) == 2)
    }

    @Test func faultyRequestsAreToldByLine() {
        let header = "service_request_id,status,service_name,service_code,requested_datetime,updated_datetime,address,lat,long\n"
        let text =
            header + "1,closed,A,a,2018-09-10T10:00:00-04:00,2018-09-10T09:00:00-04:00,,,\n"
            + "2,gone,A,a,2018-09-10T10:00:00-04:00,2018-09-10T11:00:00-04:00,,,\n"
            + "3,open,A,a,yesterday,2018-09-10T11:00:00-04:00,,,\n"
            + "4,open,A,a,2018-09-10T10:00:00-04:00,2018-09-10T11:00:00-04:00,,,\n"
            + "4,open,A,a,2018-09-10T10:00:00-04:00,2018-09-10T11:00:00-04:00,,,\n"
        var diagnostics = Diagnostics()
        let requests = OpenRequest.read(Array(text.utf8), file: "r.csv", diagnostics: &diagnostics)
        #expect(requests.map(\.id) == ["4"])
        #expect(diagnostics.all.map(\.place.line) == [2, 3, 4, 6])
    }
}

/// The figures of `independent.py`.
struct Independent: Decodable {
    struct Line: Decodable {
        var `class`: String
        var closed: Int
        var medianHours: Double?
        var p90Hours: Double?
    }

    var reported: Int
    var closed: Int
    var open: Int
    var classes: [Line]

    static func figures(of path: String) throws -> Independent {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", RehearsalTown.root + "/Tests/RehearsalTests/independent.py", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Independent.self, from: data)
    }
}
