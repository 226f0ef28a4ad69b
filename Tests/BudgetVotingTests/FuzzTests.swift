import BudgetVoting
import Ground
import Testing

/// Mutated files must give diagnostics or an election that can be counted, never a trap.
@Suite("Fuzzed .pb files")
struct FuzzTests {
    private static let seeds: [String] = ["approval", "choose-1", "ordinal", "cumulative", "scoring"].map { type in
        #"""
        META
        key;value
        description;"a; b"
        country;c
        unit;u
        instance;i
        num_projects;3
        num_votes;6
        budget;1000,5
        vote_type;\#(type)
        rule;greedy
        date_begin;1
        date_end;2
        min_length;1
        max_sum_cost;600.5
        max_sum_points;3
        min_points;-1
        PROJECTS
        project_id;cost;votes;score;name;category;selected
        1;500;2;3;"x ""y""";a,b;1
        22;0;1;1;none;a;0
        p-3;999999999999.25;1;2;;;2
        VOTES
        voter_id;vote;points;district
        v1;1,22;2,1;N
        v2;1;1;N
        v3;p-3;2;S
        v4;;;none
        "VOTES";;;
        v6;22;-1;S

        """#
    }

    private static let bits: [[UInt8]] =
        [
            ";", "\"", "\n", ",", "\r\n", "META", "PROJECTS\n", "VOTES\n", "-", "99999999999999999999", "0", "none",
            ".", "\0",
            "\u{FEFF}", "é", "budget;1\n", "9223372036854775807", "1,1", "\"VOTES\"", "\"META\";", "\u{1B}[2J", "-9223372036854775808",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x80]]

    private func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<(1 + random.below(6)) {
            let place = random.below(bytes.count + 1)
            switch random.below(5) {
            case 0: bytes.insert(contentsOf: FuzzTests.bits[random.below(FuzzTests.bits.count)], at: place)
            case 1: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.below(12)))
            case 3:
                let end = min(bytes.count, place + random.below(40))
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count + 1))
            default: bytes = Array(bytes.prefix(place + (bytes.count - place) / 2))
            }
        }
        return bytes
    }

    @Test("Reading never traps; what is read can be counted, explained, written and read again", arguments: 0..<8)
    func files(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &* 7919 &+ 1)
        var read = 0
        for round in 0..<700 {
            let source = Array(FuzzTests.seeds[round % FuzzTests.seeds.count].utf8)
            let bytes = mutate(source, &random)
            var diagnostics = Diagnostics()
            let strict = PBReader.read(bytes, file: "f", mode: .strict, diagnostics: &diagnostics)
            #expect((strict == nil) == diagnostics.hasErrors)
            var lenient = Diagnostics()
            guard let election = PBReader.read(bytes, file: "f", mode: .lenient, diagnostics: &lenient) else {
                #expect(lenient.hasErrors)
                continue
            }
            read += 1
            try count(election, random.below(4))
            var again = Diagnostics()
            let copy = PBReader.read(
                Array(PBWriter.text(election).utf8), file: "g", mode: .lenient, diagnostics: &again)
            #expect(copy?.ballots == election.ballots && copy?.projects == election.projects, "\(again.text)")
        }
        #expect(read > 20)
    }

    private func count(_ election: Election, _ kind: Int) throws {
        let step = max(1, election.budget / 50)
        let rule = CountingRule(
            CountingRule.Method.allCases[kind],
            utility: Utility.allCases[election.ballots.count % Utility.allCases.count],
            completion: .add1Last, step: step, thenGreedy: true, eligibility: true)
        do {
            let outcome = try Counting.count(election, by: rule)
            #expect(outcome.cost <= election.budget && Set(outcome.winners).count == outcome.winners.count)
            let explanation = try Explanation(outcome, of: election)
            #expect(explanation.losers.count + explanation.winners.count == election.projects.count)
            let words = PlainWords(outcome, of: election, language: kind % 2 == 0 ? .zh : .en)
            for loser in explanation.losers { #expect(!words.sentence(for: loser).isEmpty) }
            for winner in explanation.winners { #expect(!words.sentence(for: winner).isEmpty) }
        } catch {
            #expect(!error.description.isEmpty)
        }
    }
}
