import Ground
import Testing
import Workflows

@Suite struct WorkflowReaderTests {
    @Test(arguments: Shipped.paths)
    func shippedWorkflowsReadWithoutAnyFinding(_ path: String) throws {
        var diagnostics = Diagnostics()
        let workflow = Workflow.read(try Shipped.text(path), file: path, diagnostics: &diagnostics)
        #expect(diagnostics.text == "")
        #expect(workflow != nil)
    }

    @Test func theDemandIsReadAsWritten() throws {
        let demand = try Shipped.demand()
        #expect(demand.name == "demand")
        #expect(demand.title == Label(zh: "市民诉求办理", en: "Residents' demands"))
        #expect(demand.state("unrated")?.end == .unrated)
        let verify = try #require(demand.action("verify"))
        #expect(verify.not == [.finder, .handler])
        #expect(verify.who.first == Workflow.Permission(post: "street-verifier", relation: .ownArea))
        #expect(demand.action("handle")?.needs == [.text, .photos(1)])
        #expect(demand.action("whistle")?.needs == [.organisations(atLeast: 2)])
        let handle = try #require(demand.clock("handle"))
        #expect(handle.runs == .orderWorking)
        #expect(
            handle.limit
                == Workflow.Limit(
                    byPriority: [.urgent: .clockMinutes(1440), .important: .workingDays(3), .normal: .workingDays(5)], fromClass: true))
        #expect(demand.clock("dispatch")?.runs == .states(["triaged", "undecided"]))
        #expect(demand.clock("rate")?.consequences == [.take("close-unrated")])
        #expect(demand.clock("rate")?.isPausable == false)
        #expect(demand.action("note")?.from.count == demand.states.count)
        #expect(demand.rating == Workflow.RatingRules(scale: 5, contentFrom: 3, closesTo: "closed", reopensTo: "triaged"))
        #expect(demand.reopening == Workflow.ReopenRules(most: 2, within: .clockMinutes(15 * 1440)))
    }

    @Test func postsAndActionsCarryTheirPlaces() throws {
        var diagnostics = Diagnostics()
        let text = try Shipped.text(Shipped.paths[0])
        let source = try #require(Workflow.Source.read(text, file: "demand.yaml", diagnostics: &diagnostics))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(source.posts.count > 40)
        for mention in source.posts {
            let line = try #require(mention.place.line)
            #expect(lines[line - 1].contains(mention.name + " of "))
        }
        #expect(source.actions.map(\.name) == source.workflow.actions.map(\.name.rawValue))
        for mention in source.actions {
            let line = try #require(mention.place.line)
            #expect(lines[line - 1] == "  \(mention.name):")
        }
    }

    @Test func formsAreMentioned() throws {
        var diagnostics = Diagnostics()
        let text = try Shipped.text(Shipped.paths[1]).replacing("needs: [reason, text]", with: "needs: [reason, form extension]")
        let source = try #require(Workflow.Source.read(text, file: "m.yaml", diagnostics: &diagnostics))
        #expect(source.forms.map(\.name).contains("extension"))
    }

    /// Broken, cut and shuffled versions of the shipped files: every one is read or refused with a reason, never a trap.
    @Test(arguments: Shipped.paths.indices)
    func mutationsAreReadOrRefused(_ index: Int) throws {
        let text = try Shipped.text(Shipped.paths[index])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let words = text.split(whereSeparator: { " ,:[]{}\n".contains($0) }).map(String.init)
        let odd = ["{", "}", "[", "]", ":", "-", "0", "-1", "99999999999999999999", "\t", "&a", "*a", "~", "\u{0}", "of", "或", "\"", "'", "|", "!!x"]
        var random = SeededRandom(seed: 40 + UInt64(index))
        var refused = 0
        for _ in 0..<400 {
            var mutated = lines
            for _ in 0...random.below(3) {
                let at = random.below(mutated.count)
                switch random.below(6) {
                case 0: mutated.remove(at: at)
                case 1: mutated.insert(lines[random.below(lines.count)], at: at)
                case 2: mutated[at] = mutated[at].replacing(words[random.below(words.count)], with: words[random.below(words.count)])
                case 3: mutated[at] += odd[random.below(odd.count)]
                case 4: mutated[at] = String(mutated[at].prefix(random.below(mutated[at].count + 1)))
                default:
                    var letters = Array(mutated[at])
                    if !letters.isEmpty { letters.insert(contentsOf: odd[random.below(odd.count)], at: random.below(letters.count)) }
                    mutated[at] = String(letters)
                }
                if mutated.isEmpty { mutated = [""] }
            }
            var diagnostics = Diagnostics()
            let workflow = Workflow.read(mutated.joined(separator: "\n"), file: "f.yaml", diagnostics: &diagnostics)
            #expect((workflow == nil) == diagnostics.hasErrors)
            if workflow == nil { refused += 1 }
            for finding in diagnostics.all { #expect(finding.place.file == "f.yaml") }
        }
        #expect(refused > 100)
    }

    @Test func emptyAndForeignFilesAreRefused() {
        for text in ["", "42", "[]", "workflow: x", "- a\n- b", "{}", "states: 3\nactions: []\nworkflow: [x]\nversion: {}\ntitle: t", "\u{FEFF}"] {
            var diagnostics = Diagnostics()
            #expect(Workflow.read(text, file: "f.yaml", diagnostics: &diagnostics) == nil)
            #expect(diagnostics.hasErrors)
        }
    }
}
