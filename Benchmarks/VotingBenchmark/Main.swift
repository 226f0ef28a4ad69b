import BudgetVoting
import Foundation
import Ground

/// Prints CPU time per unit of work for counting elections, beside a baseline in the same command and, where Python's pabutools is
/// installed, its time for the same file.
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

/// The same counts by pabutools (PyPI), where `python3 -c "import pabutools"` succeeds; PYTHON names another interpreter.
enum Peer {
    private static let script = """
        import sys, time, gzip, tempfile, os
        from pabutools.election import parse_pabulib, Cost_Sat
        from pabutools.rules import method_of_equal_shares
        seconds = float(sys.argv[1])
        for path in sys.argv[2:]:
            with tempfile.NamedTemporaryFile(suffix=".pb", delete=False) as f:
                f.write(gzip.open(path).read())
            t = time.process_time(); instance, profile = parse_pabulib(f.name); parse = time.process_time() - t
            os.unlink(f.name)
            profile = profile.as_multiprofile()
            t = time.process_time(); method_of_equal_shares(instance, profile, sat_class=Cost_Sat); one = time.process_time() - t
            line = f"{os.path.basename(path)[:-6]}: parse {parse*1000:.0f} ms, one equal-shares count {one*1000:.0f} ms"
            if one < seconds:
                t = time.process_time()
                method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1)
                line += f", Add1 until exhaustive {(time.process_time()-t)*1000:.0f} ms"
            print("  " + line, flush=True)
        """

    static func run(_ paths: [String]) {
        let environment = ProcessInfo.processInfo.environment
        let python = environment["PYTHON"] ?? "python3"
        // Its Add1 takes minutes on large files: asked for only where one count stays below this.
        let limit = environment["PEER_SECONDS"] ?? "1"
        let files = paths.filter { FileManager.default.fileExists(atPath: $0) }
        guard execute([python, "-c", "import pabutools"], isQuiet: true) else {
            print("\npabutools is not installed for \(python) (pip install pabutools): not compared.")
            return
        }
        print("\nThe same files with pabutools, CPU time:")
        fflush(nil)
        _ = execute([python, "-W", "ignore", "-c", script, limit] + files, isQuiet: false)
    }

    private static func execute(_ arguments: [String], isQuiet: Bool) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        if isQuiet {
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
        }
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
