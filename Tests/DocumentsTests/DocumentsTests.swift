import Documents
import Ground
import Testing

@Suite struct EntryTests {
    private func read(_ text: String) -> (Entry?, Diagnostics) {
        var found = Diagnostics()
        let entry = YAMLDocument.read(text, file: "w.yaml", diagnostics: &found)
        return (entry, found)
    }

    @Test func valuesKnowTheirPlaces() throws {
        let (root, found) = read("a: 1\nlist:\n  - x\n  - {b: \"null\", c: }\n")
        #expect(found.isEmpty)
        var later = Diagnostics()
        let record = try #require(root).record(["a", "list"], &later)
        #expect(record["a"]?.integer(&later) == 1)
        let items = try #require(record["list"]).list(&later)
        #expect(items[0].place == Place("w.yaml", line: 3, column: 5))
        let inner = items[1].record(["b", "c"], &later)
        #expect(inner["b"]?.text(&later) == "null")
        #expect(inner["c"] == nil)
        #expect(items[1].path == "list[2]")
        #expect(later.isEmpty)
    }

    @Test func faultsAreCollectedWithAdvice() throws {
        let (root, _) = read("titel: x\ncount: many\n")
        var found = Diagnostics()
        let record = try #require(root).record(["title", "count"], &found)
        _ = record["count"]?.integer(&found)
        _ = record.required("title", &found)
        #expect(
            found.text == """
                w.yaml:1:1: error: “titel” is not known here – did you mean “title”?
                w.yaml:1:1: error: “title” is missing in the document
                w.yaml:2:8: error: count must be a whole number, but here is “many”

                """)
    }

    @Test(arguments: ["a: [1", "a: b: c", "\ta: 1", "a: 1\na: 2", "x: *y", "{", "- &a [*a]"])
    func brokenTextIsADiagnostic(text: String) {
        let (_, found) = read(text)
        #expect(found.hasErrors, "\(text)")
    }

    @Test func depthIsBounded() {
        let (_, found) = read(String(repeating: "[", count: 500) + String(repeating: "]", count: 500))
        #expect(found.hasErrors)
    }
}
