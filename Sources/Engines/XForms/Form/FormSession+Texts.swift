/// Labels, hints and choices in the language chosen.
extension FormSession {
    /// The label of a control at its node, or seen from another one; nil where it has none.
    public mutating func label(of control: Int, at node: Node) -> ShownText? {
        guard let label = form.controls[control].label, let own = self.node(of: form.controls[control].scope, from: node) else { return nil }
        return shown(label, at: own.number)
    }

    public mutating func hint(of control: Int, at node: Node) -> ShownText? {
        guard let hint = form.controls[control].hint, let own = self.node(of: form.controls[control].scope, from: node) else { return nil }
        return shown(hint, at: own.number)
    }

    /// The choices of a select, as the answers so far leave them.
    /// - Parameter withLabels: without them only values are filled, which is what checking an answer needs.
    public mutating func choices(of control: Int, at node: Node, withLabels: Bool = true) -> [Choice] {
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
        case .literal(let pieces): return ShownText(try joined(pieces, scope))
        case .translated(let variants): return try shown(variants, scope) ?? ShownText("")
        case .computed(let code): return ShownText(try self.text(code, scope))
        case .id(let code):
            let id = try self.text(code, scope)
            guard let variants = form.translations[id] else { return ShownText("[itext:\(id)]") }
            return try shown(variants, Self.listScope) ?? ShownText("")
        }
    }

    /// Texts that are found by a computed id are compiled at the root.
    private static let listScope = XPathScope(at: 0)

    /// In the language chosen, else in the default one.
    private mutating func shown(_ variants: [FormText.Variants], _ scope: XPathScope) throws(XPathFault) -> ShownText? {
        let own = variants.indices.contains(language) ? variants[language].all : []
        let texts = own.isEmpty && variants.indices.contains(form.defaultLanguage) ? variants[form.defaultLanguage].all : own
        var result = ShownText("")
        for (kind, pieces) in texts {
            let text = try joined(pieces, scope)
            switch kind {
            case "", "long": result.text = text
            case "short": if result.text.isEmpty { result.text = text }
            default: result.media[kind] = text
            }
        }
        return result
    }

    private mutating func joined(_ pieces: [FormText.Piece], _ scope: XPathScope) throws(XPathFault) -> String {
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
        guard let variants = form.translations[id] else { return "[itext:\(id)]" }
        do throws(XPathFault) {
            return try shown(variants, Self.listScope)?.text ?? "[itext:\(id)]"
        } catch {
            return "[itext:\(id)]"
        }
    }

    /// The label of the choice with a value; several values of a select are joined by a comma.
    mutating func choiceName(of value: String, field: Int, _ scope: XPathScope) throws(XPathFault) -> String {
        guard let control = form.choiceControl[field] else { return "" }
        let node = self.node(of: field, from: Node(number: scope.original)) ?? root
        let choices = choices(of: control, at: node)
        let labels = value.split(separator: " ").compactMap { part in choices.first { $0.value == part }?.label.text }
        return labels.joined(separator: ", ")
    }
}
