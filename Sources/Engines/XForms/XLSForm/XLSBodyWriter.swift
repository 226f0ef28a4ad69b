/// Writes the body of a form: its groups and questions.
struct XLSBodyWriter {
    let form: XLSConverted
    var survey: XLSSurvey { form.survey }
    var paths: XLSPaths { form.paths }

    func node() -> XLSNode {
        let style = form.settings.values["style"].map { [("class", $0.text)] } ?? []
        return XLSNode("h:body", style, controls(survey.elements[0].children))
    }

    private func controls(_ indexes: [Int]) -> [XLSNode] { indexes.compactMap { control($0) } }

    private func control(_ index: Int) -> XLSNode? {
        let element = survey.elements[index]
        if element.isHidden { return nil }
        switch element.kind {
        // A group of nothing but calculations has nothing to show, and telephones refuse an empty one.
        case .group: return showsSomething(index) ? group(index, element) : nil
        case .repeat: return rounds(index, element)
        case .value, .select: return element.isShown ? question(index, element) : nil
        }
    }

    private func showsSomething(_ index: Int) -> Bool {
        survey.descendants(of: index).contains { survey.elements[$0].isRepeat || !survey.elements[$0].isSection && survey.elements[$0].isShown }
    }

    // MARK: Sections

    private func group(_ index: Int, _ element: XLSElement) -> XLSNode {
        var node = XLSNode("group", [("ref", paths.all[index])] + settings(element, at: index))
        if element.label != nil { node.append(label(index, element)) }
        for child in controls(element.children) { node.append(child) }
        return node
    }

    private func rounds(_ index: Int, _ element: XLSElement) -> XLSNode {
        var node = XLSNode("repeat", [("nodeset", paths.all[index])] + settings(element, at: index))
        for child in controls(element.children) { node.append(child) }
        let writer = XLSModelWriter(form: form)
        for below in survey.descendants(of: index) where survey.nearestRepeat(above: below) == index {
            for action in survey.elements[below].actions where action.event == .newRepeat { node.append(writer.node(action, of: below)) }
        }
        return XLSNode("group", [("ref", paths.all[index])], [label(index, element), node])
    }

    // MARK: Questions

    private func question(_ index: Int, _ element: XLSElement) -> XLSNode? {
        guard let tag = element.valueType?.tag ?? element.select?.tag else { return nil }
        var node = XLSNode(tag, [("ref", paths.all[index])])
        if let media = element.valueType?.media, !element.control.contains(where: { $0.name == "mediatype" }) { node.attributes.append(("mediatype", media)) }
        node.attributes += settings(element, at: index)
        let hasHint = element.hint != nil || element.guidance != nil
        if element.label != nil || !element.media.isEmpty || element.hasBlankLabel || hasHint { node.append(label(index, element)) }
        if hasHint { node.append(hint(index, element)) }
        if let select = element.select {
            append(select, of: element, at: index, to: &node)
        } else if let shown = element.labels {
            node.append(labels(shown, of: element, at: index))
        }
        for (target, value) in form.triggered[element.name] ?? [] {
            let isPosition = survey.elements[target].valueType?.special == .backgroundPosition
            var action = XLSNode(isPosition ? "odk:setgeopoint" : "setvalue", [("ref", paths.all[target]), ("event", "xforms-value-changed")])
            if !isPosition, !value.isEmpty { action.attributes.append(("value", paths.resolved(value, at: index))) }
            node.append(action)
        }
        return node
    }

    private func settings(_ element: XLSElement, at index: Int) -> [(name: String, value: String)] {
        element.control.map { ($0.name, paths.resolved($0.value, at: index)) }
    }

    private func label(_ index: Int, _ element: XLSElement) -> XLSNode {
        if element.hasTranslatedLabel { return XLSNode("label", [("ref", "jr:itext('\(paths.all[index]):label')")]) }
        guard let label = element.label?.plain else { return XLSNode("label", text: element.hasBlankLabel ? " " : "") }
        return XLSNode("label", mixed: paths.content(label.text, at: index))
    }

    private func hint(_ index: Int, _ element: XLSElement) -> XLSNode {
        if element.hasTranslatedHint { return XLSNode("hint", [("ref", "jr:itext('\(paths.all[index]):hint')")]) }
        return XLSNode("hint", mixed: paths.content(element.hint?.plain?.text ?? "", at: index))
    }

    // MARK: Choices

    private func append(_ select: XLSSelect, of element: XLSElement, at index: Int, to node: inout XLSNode) {
        if select.kind == .external {
            let filter = element.filter.map { "[\(paths.resolved($0.text, at: index, .init(usesCurrent: true)))]" } ?? ""
            node.attributes.append(("query", "instance('\(select.list)')/root/item\(filter)"))
        } else if form.searched.contains(select.list), let list = form.choices[select.list] {
            for (number, choice) in list.choices.enumerated() {
                let reference = list.isTranslated ? [("ref", "jr:itext('\(list.name)-\(number)')")] : []
                let words = list.isTranslated ? [] : paths.content(choice.label?.plain?.text ?? "", at: nil)
                node.append(XLSNode("item", [], [XLSNode("label", reference, mixed: words), XLSNode("value", text: choice.name.text)]))
            }
        } else {
            node.append(itemset(select, of: element, at: index))
        }
    }

    private func itemset(_ select: XLSSelect, of element: XLSElement, at index: Int) -> XLSNode {
        var (nodeset, value, label) = ("instance('\(select.list)')/root/item", "name", "label")
        var filter = element.filter.map { paths.resolved($0.text, at: index, .init(usesCurrent: true)) }
        if let file = select.file {
            nodeset = "instance('\(file.base)')/root/item"
            if file.ending == "geojson" { (value, label) = ("id", "title") }
        } else if let reference = XLSExpression.only(select.list) {
            let path = paths.path(of: reference, at: index, .init(fromParentOfRepeat: true)).split(separator: "/", omittingEmptySubsequences: false)
            (nodeset, value) = (path.dropLast().joined(separator: "/"), String(path.last ?? ""))
            label = value
            // In the filter the node of the repeat is “.”.
            filter =
                element.filter.map { own in
                    paths.resolved(own.text, at: index, .init(usesCurrent: true, fromParentOfRepeat: true))
                        .replacing("current()/\(nodeset)", with: ".").replacing(nodeset, with: ".")
                } ?? "./\(value) != ''"
        } else if form.choices[select.list]?.isTranslated == true {
            label = "jr:itext(itextId)"
        }
        for (name, given) in element.parameters {
            if name == "value" { value = given }
            if name == "label" { label = given }
        }
        if let filter { nodeset += "[\(filter)]" }
        if element.parameters.contains(where: { $0.name == "randomize" }) {
            let seed = element.parameters.first { $0.name == "seed" }.map { ", " + paths.resolved($0.value, at: index) } ?? ""
            nodeset = "randomize(\(nodeset)\(seed))"
        }
        return XLSNode("itemset", [("nodeset", nodeset)], [XLSNode("value", [("ref", value)]), XLSNode("label", [("ref", label)])])
    }

    /// The labels of a range's ticks, or the shapes shown on a map beside the question.
    private func labels(_ name: String, of element: XLSElement, at index: Int) -> XLSNode {
        if element.parameters.contains(where: { $0.name == "reference-geometry" }) {
            if let reference = XLSExpression.only(name) {
                var nodeset = paths.path(of: reference, at: index, .init(fromParentOfRepeat: true))
                let filter = element.filter.map { paths.resolved($0.text, at: index, .init(usesCurrent: true, fromParentOfRepeat: true)) }
                nodeset += "[\(filter?.replacing("current()/\(nodeset)", with: ".").replacing(nodeset, with: ".") ?? "./geometry != ''")]"
                return XLSNode("itemset", [("nodeset", nodeset)], [XLSNode("value", [("ref", "geometry")]), XLSNode("label", [("ref", "geometry")])])
            }
            return itemset(XLSSelect(list: name), of: element, at: index)
        }
        return itemset(XLSSelect(list: name), of: element, at: index)
    }
}

extension XLSSelect {
    /// A list outside of a select.
    fileprivate init(list: String) { (kind, self.list, hasOther, isFromFile) = (.one, list, false, false) }
}
