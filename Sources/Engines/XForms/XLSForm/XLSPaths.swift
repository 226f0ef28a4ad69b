/// Where the elements of a form stand in its answers, and how a formula at one place names another.
struct XLSPaths: Sendable {
    let survey: XLSSurvey
    /// `/data/group/question`, by element.
    let all: [String]
    private let byName: [String: Int]
    private let ambiguous: Set<String>

    init(_ survey: XLSSurvey) {
        self.survey = survey
        var all: [String] = []
        for element in survey.elements {
            // Parents stand before their children.
            all.append((element.parent.map { all[$0] } ?? "") + "/" + element.name)
        }
        self.all = all
        var (byName, ambiguous) = ([String: Int](), Set<String>())
        for (index, element) in survey.elements.enumerated().dropFirst() where byName.updateValue(index, forKey: element.name) != nil {
            ambiguous.insert(element.name)
        }
        (self.byName, self.ambiguous) = (byName, ambiguous)
    }

    enum Found: Sendable { case one(Int), several, none }

    func find(_ name: String) -> Found {
        if ambiguous.contains(name) { return .several }
        return byName[name].map { .one($0) } ?? .none
    }

    var names: some Collection<String> { byName.keys }

    /// How references are written out.
    struct Style: Sendable {
        /// Within a filter `.` is the choice; the question is `current()`.
        var usesCurrent = false
        /// From the parent of the repeat that both stand in, so that a condition can be set on the repeat.
        var fromParentOfRepeat = false
    }

    /// A formula with paths in the place of its references; those that name nothing stay as they are.
    func resolved(_ text: String, at context: Int?, _ style: Style = Style()) -> String {
        guard text.contains("${") else { return text }
        let expression = XLSExpression(text)
        let readsInstance = text.contains("instance(")
        var result = ""
        var isAfterPath = false
        for piece in expression.pieces {
            switch piece {
            case .text(let plain):
                if isAfterPath, let first = plain.unicodeScalars.first, XLSName.isPart(first) || first == ":" { result += " " }
                result += plain
                isAfterPath = false
            case .reference(let reference):
                var own = style
                own.usesCurrent = style.usesCurrent || readsInstance && reference.isInPredicate
                let path = path(of: reference, at: context, own)
                if let last = result.unicodeScalars.last, isAfterPath || XLSName.isPart(last) || last == ")" || last == "]" { result += " " }
                result += path
                isAfterPath = true
            }
        }
        return result
    }

    /// The path by which a reference is written at a place.
    func path(of reference: XLSExpression.Reference, at context: Int?, _ style: Style = Style()) -> String {
        guard case .one(let target) = find(reference.name) else { return "${\(reference.name)}" }
        if reference.isLastSaved { return "instance('__last-saved')" + all[target] }
        // indexed-repeat needs the paths of its node, its groups (arguments 0, 1, 3, 5); the indexes stand in the question's own repeat.
        if let argument = reference.indexedRepeatArgument, [0, 1, 3, 5].contains(argument) { return all[target] }
        guard let context, let relative = relative(from: context, to: target, style) else { return all[target] }
        return (style.usesCurrent ? "current()/" : "") + relative
    }

    /// The way up and down when both stand in one repeat: other rounds of the repeat are then not meant.
    private func relative(from source: Int, to target: Int, _ style: Style) -> String? {
        let (up, other) = (survey.ancestors(of: source), survey.ancestors(of: target))
        let others = Set(other)
        guard let shared = up.firstIndex(where: { others.contains($0) && survey.elements[$0].isRepeat }) else { return nil }
        let common = up[shared]
        if style.fromParentOfRepeat, let parent = survey.elements[common].parent {
            let isNested = survey.nearestRepeat(above: common) != nil
            let isDirect = survey.nearestRepeat(above: target) == common
            if isDirect, !isNested || survey.nearestRepeat(above: source) != common { return steps(shared + 2, down: target, from: parent) }
        }
        // The nearest group that holds both, which may stand within the repeat.
        guard let nearest = up.firstIndex(where: { others.contains($0) }) else { return nil }
        return steps(nearest + 1, down: target, from: up[nearest])
    }

    private func steps(_ count: Int, down target: Int, from ancestor: Int) -> String {
        String(repeating: "../", count: count).dropLast() + String(all[target].dropFirst(all[ancestor].count))
    }
}

// MARK: Prose

extension XLSPaths {
    /// A text for people with the values of references and of instance expressions in it.
    func content(_ text: String, at context: Int?) -> [XLSNode.Child] {
        guard text != "-", text.contains("${") || text.contains("instance(") else { return text.isEmpty ? [] : [.text(text)] }
        var result: [XLSNode.Child] = []
        for part in XLSProse.parts(text) {
            switch part {
            case .plain(let plain):
                for piece in XLSExpression(plain, isFormula: false).pieces {
                    switch piece {
                    case .text(let words): result.append(.text(words))
                    case .reference(let reference): result.append(.node(output(path(of: reference, at: context))))
                    }
                }
            case .instance(let formula): result.append(.node(output(resolved(formula, at: context))))
            }
        }
        return result
    }

    private func output(_ value: String) -> XLSNode { XLSNode("output", [("value", value)]) }
}

/// Finds the lookups (`instance('list')/root/item[name = ${x}]/label`) that stand in texts for people.
enum XLSProse {
    enum Part: Sendable, Hashable { case plain(String), instance(String) }

    static func parts(_ text: String) -> [Part] {
        let scalars = Array(text.unicodeScalars)
        let word = Array("instance(".unicodeScalars)
        var (result, plain, at) = ([Part](), 0, 0)
        func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
        while at + word.count <= scalars.count {
            let isWord = scalars[at..<(at + word.count)].elementsEqual(word) && (at == 0 || !XLSName.isPart(scalars[at - 1]))
            guard isWord, let end = end(of: scalars, from: at + word.count - 1) else {
                at += 1
                continue
            }
            if at > plain { result.append(.plain(string(plain..<at))) }
            result.append(.instance(string(at..<end)))
            (plain, at) = (end, end)
        }
        if plain < scalars.count { result.append(.plain(string(plain..<scalars.count))) }
        return result
    }

    /// The end of the expression whose first parenthesis stands at `start`: closed brackets, then steps of a path up to a space.
    private static func end(of scalars: [Unicode.Scalar], from start: Int) -> Int? {
        guard var at = closing(scalars, start) else { return nil }
        guard at < scalars.count, scalars[at] == "/" else { return nil }
        while at < scalars.count, !scalars[at].properties.isWhitespace {
            if scalars[at] == "[" {
                guard let next = closing(scalars, at) else { return nil }
                at = next
            } else if scalars[at] == "/" || scalars[at] == ":" || scalars[at] == "@" || XLSName.isPart(scalars[at]) {
                at += 1
            } else {
                break
            }
        }
        // A full stop ends a sentence, not a path.
        while at > start, scalars[at - 1] == "." || scalars[at - 1] == ":" { at -= 1 }
        return at
    }

    private static func closing(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        var (depth, quote) = (0, Unicode.Scalar?.none)
        for at in start..<scalars.count {
            let scalar = scalars[at]
            if let open = quote {
                if open == scalar { quote = nil }
                continue
            }
            switch scalar {
            case "'", "\"": quote = scalar
            case "(", "[": depth += 1
            case ")", "]":
                depth -= 1
                if depth == 0 { return at + 1 }
            default: break
            }
        }
        return nil
    }
}
