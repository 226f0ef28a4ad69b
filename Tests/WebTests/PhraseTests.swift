import Foundation
import Testing

/// The catalogue is read as it is written: every phrase is there in both languages, and no word stands beside it.
@Suite struct PhraseTests {
    private static let folder = WebTown.root + "/Sources/Faces/Web"

    private static let sources: [(name: String, text: String)] = {
        let names = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]) ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            (name, (try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)) ?? "")
        }
    }()

    private static func hasChinese(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
    }

    private static let phrases: [(name: String, zh: String, en: String)] = sources.filter { $0.name.hasPrefix("Phrases/") }
        .flatMap { source in
            source.text.matches(of: /static let (\w+) = Phrase\(\s*"([^"]*)",\s*"([^"]*)"\s*\)/).map {
                (String($0.1), String($0.2), String($0.3))
            }
        }

    @Test func everyPhraseStandsInBothLanguages() throws {
        let declared = PhraseTests.sources.map { $0.text.matches(of: /static let \w+ = Phrase\(/).count }.reduce(0, +)
        #expect(PhraseTests.phrases.count == declared && declared > 180)
        let sameInBoth: Set<String> = ["otherLanguage"]
        for phrase in PhraseTests.phrases where !sameInBoth.contains(phrase.name) {
            let isSign = phrase.zh.count <= 5 && !phrase.zh.contains(where: \.isLetter)
            #expect(!phrase.en.isEmpty && !PhraseTests.hasChinese(phrase.en), "\(phrase.name)")
            #expect(PhraseTests.hasChinese(phrase.zh) || isSign || phrase.name == "inBrackets", "\(phrase.name)")
            for place in ["{1}", "{2}", "{3}"] { #expect(phrase.zh.contains(place) == phrase.en.contains(place), "\(phrase.name)") }
        }
        #expect(Set(PhraseTests.phrases.map(\.name)).count == PhraseTests.phrases.count)
    }

    @Test func noWordStandsBesideTheCatalogue() {
        for source in PhraseTests.sources where !source.name.hasPrefix("Phrases/") {
            for line in source.text.split(separator: "\n") {
                let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
                #expect(!PhraseTests.hasChinese(code), "\(source.name): \(line)")
                // Text between tags that is no interpolation would be English only.
                for match in code.matches(of: />([A-Za-z][a-z]{2,}[^<\\"]*)</) { Issue.record("\(source.name): \(match.1)") }
            }
        }
    }

    @Test func everyPhraseIsUsed() {
        var named: Set<Substring> = []
        for source in PhraseTests.sources { named.formUnion(source.text.matches(of: /\.([A-Za-z0-9]+)/).map(\.1)) }
        for phrase in PhraseTests.phrases { if !named.contains(phrase.name[...]) { Issue.record("\(phrase.name) is used nowhere") } }
    }
}
