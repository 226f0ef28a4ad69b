import BudgetVoting
import Ground
import Testing

@Suite("Large elections")
struct LargeElectionTests {
    /// A million ballots when optimised, fewer in a debug build.
    private static let size: Int = {
        #if DEBUG
            20_000
        #else
            1_000_000
        #endif
    }()

    @Test("A million ballots are read and counted; votes and money add up") func million() throws {
        var random = SeededRandom(seed: 5)
        let projects = 40
        var text = """
            META
            key;value
            description;d
            country;c
            unit;u
            instance;i
            num_projects;\(projects)
            num_votes;\(LargeElectionTests.size)
            budget;1000000
            vote_type;approval
            rule;greedy
            date_begin;1
            date_end;2
            PROJECTS
            project_id;cost

            """
        for project in 0..<projects { text += "\(project);\(10_000 + random.below(90_000))\n" }
        text += "VOTES\nvoter_id;vote\n"
        var votes = 0
        for voter in 0..<LargeElectionTests.size {
            let first = random.below(projects)
            let length = random.below(4)
            votes += length
            text += "\(voter);" + (0..<length).map { String((first + $0) % projects) }.joined(separator: ",") + "\n"
        }
        var diagnostics = Diagnostics()
        let read = PBReader.read(Array(text.utf8), file: "large.pb", diagnostics: &diagnostics)
        let election = try #require(read, "\(diagnostics.text)")
        #expect(election.ballots.count == LargeElectionTests.size && election.votes.reduce(0, +) == votes)
        for method in CountingRule.Method.allCases {
            let outcome = try Counting.count(
                election, by: CountingRule(method, completion: .add1Last, thenGreedy: true))
            #expect(outcome.cost <= election.budget && outcome.isExhaustive(election), "\(method)")
            let figures = FairnessFigures(election, winners: outcome.winners)
            #expect(figures.distribution.reduce(0, +) == LargeElectionTests.size)
        }
    }
}
