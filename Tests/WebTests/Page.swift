import HTTPTypes

/// An answer as a test looks at it.
struct Page: Sendable {
    var status: Int
    var headers: HTTPFields
    var bytes: [UInt8]

    var html: String { String(decoding: bytes, as: UTF8.self) }
    var location: String? { headers[.location] }

    struct Form: Sendable {
        var target: String
        var hidden: [(String, String)]
        var inside: String

        func hidden(_ name: String) -> String? { hidden.first { $0.0 == name }?.1 }
    }

    /// The forms of the page with what they send without being seen.
    var forms: [Form] {
        html.split(separator: "<form ").dropFirst().map { part in
            let inside = String(part.prefix(upTo: part.firstRange(of: "</form>")?.lowerBound ?? part.endIndex))
            let hidden = inside.split(separator: "<input type=\"hidden\" ").dropFirst().map { input in
                (Markup.attribute("name", in: input) ?? "", Markup.attribute("value", in: input) ?? "")
            }
            return Form(target: Markup.attribute("action", in: inside[...]) ?? "", hidden: hidden, inside: inside)
        }
    }

    /// The form of an action of a case page.
    func form(of action: String) throws -> Form {
        guard let form = forms.first(where: { $0.hidden("action") == action }) else {
            throw NoSuchThing("form of \(action) among \(forms.compactMap { $0.hidden("action") })")
        }
        return form
    }

    func form(to target: String) throws -> Form {
        guard let form = forms.first(where: { $0.target == target }) else { throw NoSuchThing("form to \(target)") }
        return form
    }
}

/// A plain reader of our own markup: enough to find what is wrong with it.
enum Markup {
    static func attribute(_ name: String, in tag: Substring) -> String? {
        guard let start = tag.firstRange(of: "\(name)=\"") else { return nil }
        return unescaped(String(tag[start.upperBound...].prefix { $0 != "\"" }))
    }

    static func unescaped(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }

    /// What is wrong with a page: tags that do not close, an id that stands twice, a label or description without its field,
    /// a form that does not prove where it comes from, a phrase with an empty place, something from elsewhere.
    static func faults(of html: String) -> [String] {
        var faults: [String] = []
        var open: [String] = []
        var ids: Set<String> = []
        var wanted: Set<String> = []
        for part in html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1) {
            guard let end = part.firstIndex(of: ">") else {
                faults.append("no end of tag: \(part.prefix(40))")
                continue
            }
            let tag = part[..<end]
            if part[part.index(after: end)...].contains(">") { faults.append("bare >: \(part.prefix(60))") }
            if tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                if open.last == String(tag.dropFirst()) { open.removeLast() } else { faults.append("\(tag) closes \(open.last ?? "nothing")") }
                continue
            }
            let name = String(tag.prefix { $0 != " " && $0 != "/" })
            if !tag.hasSuffix("/"), !empty.contains(name) { open.append(name) }
            if let id = attribute(" id", in: tag), !ids.insert(id).inserted { faults.append("id twice: \(id)") }
            for references in [attribute(" for", in: tag), attribute("aria-describedby", in: tag), attribute("aria-labelledby", in: tag)] {
                wanted.formUnion(references?.split(separator: " ").map(String.init) ?? [])
            }
            for address in [attribute("src", in: tag), attribute("href", in: tag), attribute(" action", in: tag)].compactMap({ $0 })
            where !address.hasPrefix("/") && !address.hasPrefix("#") {
                faults.append("address elsewhere: \(address)")
            }
        }
        faults += open.map { "not closed: \($0)" }
        faults += wanted.subtracting(ids).sorted().map { "nothing has the id \($0)" }
        if html.contains(/\{[0-9]\}/) { faults.append("a phrase with an empty place") }
        if html.contains("style=\"") || html.contains("<script") { faults.append("style or script in the page") }
        return faults
    }

    private static let empty: Set<String> = ["meta", "link", "input", "br", "img"]
}
