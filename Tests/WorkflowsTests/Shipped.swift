import Foundation
import Ground
import Testing
import Workflows

/// The workflows of the shipped cities, read from their files.
enum Shipped {

    static let paths = [
        "cities/kunming/workflows/demand.yaml", "cities/kunming/workflows/mediation.yaml", "cities/boston/workflows/demand.yaml",
    ]

    /// The repository is found from the test's own file; a package that only links to the tests is looked through.
    static func text(_ path: String) throws -> String {
        let file = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func workflow(_ path: String) throws -> Workflow {
        var diagnostics = Diagnostics()
        let workflow = Workflow.read(try text(path), file: path, diagnostics: &diagnostics)
        return try #require(workflow, "\(diagnostics.text)")
    }

    static func demand() throws -> Workflow { try workflow(paths[0]) }
}

/// Surroundings without a calendar: every minute and every day counts, pauses are taken off.
enum Plain {
    static func minutes(_ allowance: Allowance) -> Int64 {
        switch allowance {
        case .clockMinutes(let minutes), .workingMinutes(let minutes): Int64(minutes)
        case .workingDays(let days): Int64(days) * 1440
        }
    }

    static func due(_ allowance: Allowance, _ from: Instant, _ pauses: [ClockRun.Span]) -> Instant? {
        var left = minutes(allowance) * 60_000
        var now = from
        for pause in pauses {
            let gap = max(0, pause.from.milliseconds - now.milliseconds)
            if gap >= left { return now.advanced(milliseconds: left) }
            guard let end = pause.to else { return nil }
            left -= gap
            now = max(now, end)
        }
        return now.advanced(milliseconds: left)
    }

    static func surroundings(levelsAbove: Int = 2, classLimit: Allowance? = nil) -> Surroundings {
        Surroundings(due: { due($0, $1, $2) }, classLimit: { _, _ in classLimit }, levelsAbove: levelsAbove)
    }
}

extension Instant {
    static func minute(_ count: Int) -> Instant { Instant(milliseconds: 1_700_000_000_000 + Int64(count) * 60_000) }
}
