import Documents
import Foundation

/// What an XForm says, without the order and the spelling that do not matter; for comparing a form with a reference conversion.
struct XLSFormMeaning {
    /// One line for each fact.
    private(set) var facts: Set<String> = []
    /// The controls in the order in which people meet them.
    private(set) var body: [String] = []

    init(_ xml: [UInt8]) throws {
        let root = try Element.parse(xml)
        guard let head = root.child("head"), let model = head.child("model"), let body = root.child("body") else { throw Broken() }
        facts.insert("title \(head.child("title")?.words ?? "")")
        facts.insert("body class=\(body.attributes["class"] ?? "")")
        for child in model.children { read(child) }
        for child in body.children { control(child, path: "") }
    }

    struct Broken: Error {}

    /// What only one of two forms says.
    static func differences(_ a: XLSFormMeaning, _ b: XLSFormMeaning) -> [String] {
        var result = a.facts.subtracting(b.facts).sorted().map { "- \($0)" } + b.facts.subtracting(a.facts).sorted().map { "+ \($0)" }
        for index in 0..<max(a.body.count, b.body.count) {
            let (x, y) = (index < a.body.count ? a.body[index] : "nothing", index < b.body.count ? b.body[index] : "nothing")
            if x != y {
                result.append("- body \(index): \(x)\n+ body \(index): \(y)")
                break
            }
        }
        return result
    }

    // MARK: Model

    private mutating func read(_ element: Element) {
        switch element.name {
        case "itext":
            // Telephones begin with the first language when none is marked.
            if !element.children.contains(where: { $0.attributes["default"] != nil }) {
                facts.insert("first language \(element.children.first?.attributes["lang"] ?? "")")
            }
            for translation in element.children {
                let language = translation.attributes["lang"] ?? ""
                facts.insert("language \(language) default=\(translation.attributes["default"] ?? "")")
                for text in translation.children {
                    let id = text.attributes["id"] ?? ""
                    facts.insert("text \(language) \(id)")
                    for value in text.children { facts.insert("text \(language) \(id) [\(value.attributes["form"] ?? "")] \(value.words)") }
                }
            }
        case "instance":
            let name = element.attributes["id"] ?? "main"
            facts.insert("instance \(name) src=\(element.attributes["src"] ?? "")")
            for child in element.children { instance(child, path: name) }
        case "submission": facts.insert("submission \(Self.settings(element))")
        default: facts.insert("\(element.name) \(Self.settings(element))")
        }
    }

    private mutating func instance(_ element: Element, path: String) {
        let own = "\(path)/\(element.name)"
        let value = element.children.isEmpty ? element.words : ""
        facts.insert("node \(own) \(Self.settings(element)) = \(value)")
        var counts: [String: Int] = [:]
        for child in element.children {
            // Choices and rounds are told apart by their order.
            counts[child.name, default: 0] += 1
            instance(child, path: "\(own)#\(counts[child.name] ?? 0)")
        }
    }

    // MARK: Body

    private mutating func control(_ element: Element, path: String) {
        let own = "\(path)/\(element.name)"
        let hasText = ["label", "hint", "value"].contains(element.name)
        body.append("\(own) \(Self.settings(element))\(hasText ? " = \(element.words)" : "")")
        if hasText { return }
        // Actions stand in no order.
        let actions = element.children.filter { ["setvalue", "setgeopoint"].contains($0.name) }
        for child in element.children where !actions.contains(where: { $0 === child }) { control(child, path: own) }
        body += actions.map { "\(own)/\($0.name) \(Self.settings($0))" }.sorted()
    }

    private static func settings(_ element: Element) -> String {
        element.attributes.filter { !$0.key.hasPrefix("xmlns") }.map { "\($0.key)=\(tight($0.value))" }.sorted().joined(separator: " | ")
    }

    /// A formula without the spaces that mean nothing; those between two names or numbers do.
    static func tight(_ text: String) -> String {
        var result = ""
        var quote: Character?
        var hasSpace = false
        func isWord(_ character: Character?) -> Bool {
            guard let character else { return false }
            return character.isLetter || character.isNumber || "_-.$".contains(character)
        }
        for character in text {
            if quote == nil, character.isWhitespace {
                hasSpace = true
                continue
            }
            if hasSpace, isWord(result.last), isWord(character) { result.append(" ") }
            hasSpace = false
            result.append(character)
            if quote == character { quote = nil } else if quote == nil, character == "'" || character == "\"" { quote = character }
        }
        return result
    }

    // MARK: XML

    /// A small tree; of names and attributes only the local part counts, as `XMLReader` gives it.
    private final class Element {
        let name: String
        let attributes: [String: String]
        var children: [Element] = []
        /// Text and outputs, with runs of space as one.
        var words = ""

        init(_ name: String, _ attributes: [String: String]) { (self.name, self.attributes) = (name, attributes) }

        func child(_ name: String) -> Element? { children.first { $0.name == name } }

        static func parse(_ bytes: [UInt8]) throws -> Element {
            var reader = XMLReader(bytes)
            let top = Element("", [:])
            var open = [top]
            while let piece = try reader.next() {
                switch piece {
                case .start(let name, let attributes):
                    let element = Element(name, attributes)
                    if name == "output" {
                        open[open.count - 1].words += "{\(XLSFormMeaning.tight(attributes["value"] ?? ""))}"
                    } else {
                        open[open.count - 1].children.append(element)
                    }
                    open.append(element)
                case .end:
                    let done = open.removeLast()
                    done.words = done.words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                case .text(let text): open[open.count - 1].words += text
                }
            }
            guard let root = top.children.first else { throw Broken() }
            return root
        }
    }
}
