/// Labels, hints and choices in the language chosen.
extension FormSession {
    /// The label of a control at its node, or seen from another one; nil where it has none.
    public mutating func label(of control: Int, at node: Node) -> ShownText? {
        steps = 0
        guard let label = form.controls[control].label, let own = self.node(of: form.controls[control].scope, from: node) else { return nil }
        return shown(label, at: own.number)
    }

    public mutating func hint(of control: Int, at node: Node) -> ShownText? {
        steps = 0
        guard let hint = form.controls[control].hint, let own = self.node(of: form.controls[control].scope, from: node) else { return nil }
        return shown(hint, at: own.number)
    }

    /// The choices of a select, as the answers so far leave them.
    /// - Parameter withLabels: without them only values are filled, which is what checking an answer needs.
    public mutating func choices(of control: Int, at node: Node, withLabels: Bool = true) -> [Choice] {
        steps = 0
        return listedChoices(of: control, at: node, withLabels: withLabels)
    }

    private mutating func listedChoices(of control: Int, at node: Node, withLabels: Bool) -> [Choice] {
        guard let source = form.controls[control].choices, let node = self.node(of: form.controls[control].scope, from: node) else { return [] }
        let scope = XPathScope(at: node.number)
        var result = source.fixed.map { Choice(value: $0.value, label: withLabels ? shown($0.label, at: node.number) : ShownText("")) }
        guard let listed = source.listed else { return result }
        do throws(XPathFault) {
            let set = try nodes(listed.nodeset, scope)
            result.reserveCapacity(result.count + set.nodes.count)
            for (index, item) in set.nodes.enumerated() {
                let inner = XPathScope(tree: set.tree, node: item, original: node.number, position: Int32(index))
                let value = try text(listed.value, inner)
                guard withLabels, let label = listed.label else {
                    result.append(Choice(value: value, label: ShownText(withLabels ? value : "")))
                    continue
                }
                result.append(Choice(value: value, label: try shown(label, inner)))
            }
        } catch {
            note(error, at: form.controls[control].place, "itemset")
        }
        return result
    }

    /// A text at a node; what cannot be computed is empty and noted.
    mutating func shown(_ text: FormText, at node: Int32) -> ShownText {
        do throws(XPathFault) {
            return try shown(text, XPathScope(at: node))
        } catch {
            note(error, at: form.fields[Int(tree.field[Int(node)])].place, "text")
            return ShownText("")
        }
    }

    private mutating func shown(_ text: FormText, _ scope: XPathScope) throws(XPathFault) -> ShownText {
        switch text.content {
        case .literal(let words): return ShownText(try joined(words, scope))
        case .translated(let row): return try shown(row: row, scope)
        case .own(let variants):
            let own = variants.indices.contains(language) ? variants[language] : FormText.Variants()
            return try shown(own.isEmpty && variants.indices.contains(form.defaultLanguage) ? variants[form.defaultLanguage] : own, scope)
        case .computed(let code): return ShownText(try self.text(code, scope))
        case .id(let code):
            let id = try self.text(code, scope)
            guard let row = form.texts.row(id) else { return ShownText("[itext:\(id)]") }
            return try shown(row: row, Self.listScope)
        }
    }

    /// Texts that are found by a computed id are compiled at the root.
    private static let listScope = XPathScope(at: 0)

    /// In the language chosen, else in the default one.
    private mutating func shown(row: Int, _ scope: XPathScope) throws(XPathFault) -> ShownText {
        let own = form.texts[row, language]
        return try shown(own.isEmpty ? form.texts[row, form.defaultLanguage] : own, scope)
    }

    private mutating func shown(_ texts: FormText.Variants, _ scope: XPathScope) throws(XPathFault) -> ShownText {
        var result = ShownText("")
        if let usual = texts.usual { result.text = try joined(usual, scope) }
        for (kind, words) in texts.others {
            let text = try joined(words, scope)
            switch kind {
            case "long": result.text = text
            case "short": if result.text.isEmpty { result.text = text }
            default: result.media[kind] = text
            }
        }
        return result
    }

    private mutating func joined(_ words: FormText.Words, _ scope: XPathScope) throws(XPathFault) -> String {
        let pieces: [FormText.Piece]
        switch words {
        case .plain(let text): return text
        case .mixed(let all): pieces = all
        }
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .output(let code): result += try text(code, scope)
            }
        }
        return result
    }

    /// What the function `jr:itext` yields.
    mutating func itext(_ id: String) -> String {
        guard let row = form.texts.row(id) else { return "[itext:\(id)]" }
        do throws(XPathFault) {
            return try shown(row: row, Self.listScope).text
        } catch {
            return "[itext:\(id)]"
        }
    }

    /// The label of the choice with a value; several values of a select are joined by a comma.
    mutating func choiceName(of value: String, field: Int, _ scope: XPathScope) throws(XPathFault) -> String {
        guard let control = form.choiceControl[field] else { return "" }
        let node = self.node(of: field, from: Node(number: scope.original)) ?? root
        let choices = listedChoices(of: control, at: node, withLabels: true)
        let labels = value.split(separator: " ").compactMap { part in choices.first { $0.value == part }?.label.text }
        return labels.joined(separator: ", ")
    }
}
