import Ground
import OpinionMap
import TestSupport
import Testing

/// Equality with published conversations and with an independent program.
@Suite(.enabled(if: Reference.isPresent))
struct PublishedResultsTests {
    static let withVotes = [ReferenceConversation.bowlingGreen2050, ReferenceConversation.landBank, ReferenceConversation.brexit]

    @Test("The latest votes are the published matrix in every cell", arguments: withVotes)
    func latestVotes(name: String) throws {
        var files = try ReferenceConversation.files(name)
        let both = try ReferenceConversation(name)
        files.votes = nil
        var diagnostics = Diagnostics()
        let matrix = try #require(PolisExport.read(files, folder: name, diagnostics: &diagnostics))
        #expect(diagnostics.isEmpty)
        #expect(both.export.conversation.table == matrix.conversation.table)
        let cells = [
            ReferenceConversation.bowlingGreen2050: 14_283, ReferenceConversation.landBank: 33_463,
            ReferenceConversation.brexit: 5_303,
        ]
        #expect(both.export.conversation.table.count == cells[name])
    }

    @Test("Group-informed consensus equals the published column on all 371 statements")
    func publishedConsensus() throws {
        let reference = try ReferenceConversation(ReferenceConversation.bowlingGreen2050)
        let landscape = reference.export.conversation.landscape(.init(givenGroups: reference.export.officialGroups))
        #expect(reference.export.publishedConsensus.count == 371)
        #expect(landscape.statements.count == 371)
        for figures in landscape.statements {
            let published = try #require(reference.export.publishedConsensus[figures.statement.id])
            #expect(abs(figures.groupInformedConsensus - published) <= 2.3e-16)
        }
    }

    @Test("Representative statements, consensus and group-informed consensus equal the independent program's", arguments: withVotes)
    func lists(name: String) throws {
        let reference = try ReferenceConversation(name)
        let expected = try reference.expected()
        let landscape = reference.export.conversation.landscape(.init(givenGroups: reference.export.officialGroups))
        #expect(landscape.groups.count == expected.sizes.count)
        for group in landscape.groups {
            #expect(expected.sizes[String(group.id)] == group.size)
            let ours = landscape.representative.filter { $0.group == group.id }
            let theirs = try #require(expected.representative[String(group.id)])
            #expect(ours.map(\.statement) == theirs.map(\.tid))
            for (a, b) in zip(ours, theirs) {
                #expect(a.successes == b.successes && a.trials == b.trials)
                #expect((a.direction == .agree ? "agree" : "disagree") == b.direction)
                #expect(a.isBestAgree == (b.isBestAgree ?? false))
                #expect(isClose(a.probability, b.probability) && isClose(a.probabilityTest, b.probabilityTest))
                #expect(isClose(a.representativeness, try #require(b.representativeness)))
                #expect(isClose(a.representativenessTest, try #require(b.representativenessTest)))
            }
        }
        for (ours, theirs) in [
            (landscape.consensus.agree, expected.consensus.agree), (landscape.consensus.disagree, expected.consensus.disagree),
        ] {
            #expect(ours.map(\.statement) == theirs.map(\.tid))
            for (a, b) in zip(ours, theirs) {
                #expect(a.successes == b.successes && a.trials == b.trials)
                #expect(isClose(a.probability, b.probability) && isClose(a.probabilityTest, b.probabilityTest))
            }
        }
        for (id, value) in expected.groupInformedConsensus {
            let figures = try #require(landscape.statements.first { String($0.statement.id) == id })
            #expect(isClose(figures.groupInformedConsensus, value))
        }
    }

    /// Published with six decimals.
    private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 5.1e-7 }

    @Test(
        "Groups are the official ones",
        arguments: [
            (ReferenceConversation.bowlingGreen2050, 0.99), (ReferenceConversation.landBank, 0.9), (ReferenceConversation.brexit, 0.5),
        ])
    func groups(name: String, least: Double) throws {
        let reference = try ReferenceConversation(name)
        let landscape = reference.export.conversation.landscape()
        let groups = reference.groups(landscape)
        let index = AdjustedRandIndex.of(groups.official, groups.found)
        #expect(index >= least, "\(name): \(index), \(landscape.choices)")
        let placed = landscape.participants.count { $0.isPlaced }
        #expect(abs(placed - reference.export.officialGroups.count) <= (name == ReferenceConversation.brexit ? 8 : 2))
    }

    @Test("With the official number of groups, those of the Brexit conversation come out too")
    func brexitInTwo() throws {
        let reference = try ReferenceConversation(ReferenceConversation.brexit)
        let groups = reference.groups(reference.export.conversation.landscape(.init(groupCount: 2)))
        #expect(AdjustedRandIndex.of(groups.official, groups.found) >= 0.85)
    }
}
