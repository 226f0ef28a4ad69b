import BudgetVoting
import Foundation
import Ground

/// Prints CPU time per unit of work for counting elections, beside a baseline in the same command and, where it can be installed,
/// the times of pabutools (Python) for the same files.
@main
struct VotingBenchmark {
    static func main() throws {
        let folder = ProcessInfo.processInfo.environment["REFERENCE_DATA"] ?? "../shared/data"
        let names = [
            "Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget", "Netherlands_Amsterdam_621",
            "France_Toulouse_2022", "Poland_Lodz_2022",
        ]
        let baseline = Baseline.milliseconds()
        print("Baseline: sorting a million doubles, \(text(baseline)) ms of CPU. Ratios are to it. Times are CPU milliseconds.")
        print("projects / ballots / runs of the whole Add1")
        var ran = 0
        for name in names {
            let path = "\(folder)/voting/\(name).pb.gz"
            guard FileManager.default.fileExists(atPath: path) else {
                print("\(name): not found at \(path)")
                continue
            }
            try measure(name, path, baseline)
            ran += 1
        }
        if ran == 0 { exit(1) }
        Peer.run(names.map { "\(folder)/voting/\($0).pb.gz" })
    }

    private static func measure(_ name: String, _ path: String, _ baseline: Double) throws {
        let bytes = try InputFile.read(path)
        var diagnostics = Diagnostics()
        guard let election = PBReader.read(bytes, file: path, diagnostics: &diagnostics) else {
            throw RejectedInput(diagnostics)
        }
        let parse = CPU.milliseconds {
            var found = Diagnostics()
            _ = PBReader.read(bytes, file: path, diagnostics: &found)
        }
        let single = try CPU.milliseconds { _ = try Counting.count(election, by: CountingRule(.equalShares)) }
        var runs = 0
        let sweep = try CPU.milliseconds {
            let outcome = try Counting.count(election, by: CountingRule(.equalShares, completion: .add1Last))
            runs = outcome.proof?.runs ?? 0
        }
        let phragmen = try CPU.milliseconds { _ = try Counting.count(election, by: CountingRule(.phragmen)) }
        let greedy = try CPU.milliseconds { _ = try Counting.count(election, by: CountingRule(.greedy)) }
        print("\n\(name): \(election.projects.count) / \(election.ballots.count) / \(runs)")
        for (label, time) in [
            ("parse", parse), ("greedy", greedy), ("one equal-shares count", single), ("whole Add1", sweep),
            ("phragmen", phragmen),
        ] {
            let padded = label + String(repeating: " ", count: max(0, 24 - label.count))
            print("  \(padded) \(text(time)) ms   ratio \(text(time / baseline))")
        }
        print("  per run of Add1          \(text(sweep / Double(max(1, runs)))) ms")
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
