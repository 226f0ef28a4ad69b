import Foundation
import Ground
import OpinionMap

/// Prints CPU time for maps of opinions, beside a baseline in the same command.
@main
struct OpinionBenchmark {
    static func main() throws {
        let folder = ProcessInfo.processInfo.environment["REFERENCE_DATA"] ?? "../shared/data"
        let names = [
            "bg2050-volunteers", "brexit-consensus", "ssis.land-bank-farmland.2rumnecbeh.2021-08-01", "bowling-green",
        ]
        let baseline = Baseline.milliseconds()
        print("Baseline: sorting a million doubles, \(text(baseline)) ms of CPU. Ratios are to it. Times are CPU milliseconds, median.")
        var ran = 0
        for name in names where FileManager.default.fileExists(atPath: "\(folder)/opinion/\(name)") {
            try measure(name, "\(folder)/opinion/\(name)", baseline)
            ran += 1
        }
        if ran == 0 {
            print("No conversation found in \(folder)/opinion")
            exit(1)
        }
    }

    private static func measure(_ name: String, _ path: String, _ baseline: Double) throws {
        let files = try files(path)
        let conversation = try read(files, path).conversation
        let table = conversation.table
        print("\n\(name): \(table.participants.count) participants × \(table.statements.count) statements, \(table.count) votes")

        let reading = try CPU.milliseconds { _ = try read(files, path) }
        let map = CPU.milliseconds { _ = conversation.landscape() }
        let cold = try CPU.milliseconds { _ = try read(files, path).conversation.landscape() }
        var live = conversation
        _ = live.update()
        var random = SeededRandom(seed: 7)
        let update = CPU.milliseconds {
            let participant = table.participants[random.below(table.participants.count)]
            let statement = table.statements[random.below(table.statements.count)]
            live.record(Stance.allCases[random.below(3)], by: participant, on: statement)
            _ = live.update()
        }
        let landscape = conversation.landscape()
        let flags = CPU.milliseconds { _ = Flags(conversation, landscape) }
        let resample = CPU.milliseconds { _ = conversation.stability(resamples: 10, seed: 1) } / 10
        for (label, time) in [
            ("reading the files", reading), ("the map", map), ("cold: reading and map", cold), ("one more vote", update),
            ("flags", flags), ("one resample", resample),
        ] {
            let padded = label + String(repeating: " ", count: max(0, 24 - label.count))
            print("  \(padded) \(text(time)) ms   ratio \(text(time / baseline))")
        }
        print("  votes mapped per CPU second, cold  \(Int(Double(table.count) / cold * 1000))")
    }

    private static func files(_ path: String) throws -> PolisExport.Files {
        func file(_ part: String) throws -> PolisExport.File? {
            let name = "\(path)/\(part).csv.gz"
            guard FileManager.default.fileExists(atPath: name) else { return nil }
            return PolisExport.File(name: name, bytes: try InputFile.read(name))
        }
        return PolisExport.Files(
            comments: try file("comments"), participantsVotes: try file("participants-votes"), votes: try file("votes"),
            summary: try file("summary"))
    }

    private static func read(_ files: PolisExport.Files, _ path: String) throws -> PolisExport {
        var diagnostics = Diagnostics()
        guard let export = PolisExport.read(files, folder: path, diagnostics: &diagnostics) else { throw RejectedInput(diagnostics) }
        return export
    }

    static func text(_ value: Double) -> String { String(format: "%8.3f", value) }
}

/// CPU time of this process.
enum CPU {
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
    }

    /// The median of several goes; short work is repeated more often.
    static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let first = now()
        try body()
        let estimate = now() - first
        let goes = estimate > 400 ? 3 : estimate > 20 ? 7 : 21
        var times: [Double] = []
        for _ in 0..<goes {
            let start = now()
            try body()
            times.append(now() - start)
        }
        return times.sorted()[times.count / 2]
    }
}

/// Work that depends on the machine alone.
enum Baseline {
    static func milliseconds() -> Double {
        var random = SeededRandom(seed: 1)
        let numbers = (0..<1_000_000).map { _ in random.unit() }
        return CPU.milliseconds {
            let sorted = numbers.sorted()
            precondition(sorted[0] <= sorted[1])
        }
    }
}
