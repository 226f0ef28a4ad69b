/// Writes the model of a form: texts, answers, lists, binds, actions.
struct XLSModelWriter {
    let form: XLSConverted
    var survey: XLSSurvey { form.survey }
    var paths: XLSPaths { form.paths }

    func node() -> XLSNode {
        var model = XLSNode("model", [("odk:xforms-version", "1.0.0")] + (form.entities.isEmpty ? [] : [("entities:entities-version", "2024.1.0")]))
        if let submission { model.append(submission) }
        if let texts = form.texts.node(paths) { model.append(texts) }
        model.append(XLSNode("instance", [], [answers]))
        for instance in form.instances {
            if let address = instance.address {
                model.append(XLSNode("instance", [("id", instance.name), ("src", address)]))
            } else if let list = form.choices[instance.name] {
                model.append(choices(list))
            }
        }
        for index in survey.descendants(of: 0) {
            if let bind = bind(index) { model.append(bind) }
            for action in survey.elements[index].actions where action.event != .newRepeat { model.append(node(action, of: index)) }
        }
        for entity in form.entities { for node in entity.binds(paths) { model.append(node) } }
        return model
    }

    private var submission: XLSNode? {
        var attributes: [(name: String, value: String)] = []
        if let address = form.settings.values["submission_url"] { attributes += [("action", address.text), ("method", "post")] }
        for (setting, name) in [("public_key", "base64RsaPublicKey"), ("auto_send", "orx:auto-send"), ("auto_delete", "orx:auto-delete")] {
            if let cell = form.settings.values[setting] { attributes.append((name, cell.text)) }
        }
        if form.settings.isTrue("client_editable") { attributes.append(("odk:client-editable", "true")) }
        return attributes.isEmpty ? nil : XLSNode("submission", attributes)
    }

    // MARK: Answers

    private var answers: XLSNode {
        var root = answer(0, hasTemplates: true)
        root.attributes += form.settings.attributes.map { ($0.name, $0.value) }
        root.attributes.append(("id", form.settings.formID))
        if let space = form.settings.values["instance_xmlns"] { root.attributes.append(("xmlns", space.text)) }
        if let version = form.settings.version { root.attributes.append(("version", version)) }
        for name in ["prefix", "delimiter"] { if let cell = form.settings.values[name] { root.attributes.append(("odk:\(name)", cell.text)) } }
        return root
    }

    /// The empty answers of an element.
    ///
    /// A repeat is there twice: as the template of a new round and as its first round; within a first round repeats have no template of their own.
    private func answer(_ index: Int, hasTemplates: Bool) -> XLSNode {
        let element = survey.elements[index]
        var node = XLSNode(element.name, element.instance.map { ($0.name, paths.resolved($0.value, at: index)) })
        if !element.isSection {
            if let initial = element.initial, !element.isInitialDynamic { node.children = [.text(initial.text)] }
            return node
        }
        for child in element.children {
            let isRepeat = survey.elements[child].isRepeat
            if isRepeat && hasTemplates { node.append(template(child)) }
            node.append(answer(child, hasTemplates: hasTemplates && !isRepeat))
        }
        if element.name == "meta", element.isHidden { for entity in form.entities { node.append(entity.node) } }
        return node
    }

    private func template(_ index: Int) -> XLSNode {
        let element = survey.elements[index]
        let children = element.children.map { survey.elements[$0].isRepeat ? template($0) : answer($0, hasTemplates: true) }
        return XLSNode(element.name, [("jr:template", "")], children)
    }

    private func choices(_ list: XLSChoices.List) -> XLSNode {
        let isTranslated = list.isTranslated
        let items = list.choices.enumerated().map { index, choice in
            var item = XLSNode("item")
            if isTranslated { item.append(XLSNode("itextId", text: "\(list.name)-\(index)")) }
            item.append(XLSNode("name", text: choice.name.text))
            if !isTranslated, let label = choice.label?.plain { item.append(XLSNode("label", text: label.text)) }
            for (name, value) in choice.extra { item.append(XLSNode(name, text: value)) }
            return item
        }
        return XLSNode("instance", [("id", list.name)], [XLSNode("root", [], items)])
    }

    // MARK: Binds, actions

    private func bind(_ index: Int) -> XLSNode? {
        let element = survey.elements[index]
        var attributes: [(name: String, value: String)] = [("nodeset", paths.all[index])]
        if let type = element.dataType { attributes.append(("type", type)) }
        for setting in element.bind where setting.name != "type" {
            // A triggered calculation is an action of the trigger.
            if setting.name == "calculate", !element.triggers.isEmpty { continue }
            attributes.append((setting.name, paths.resolved(setting.value, at: index)))
        }
        for (name, text) in element.messages {
            let isTranslated = XLSTexts.isTranslated(message: name, text)
            attributes.append((name, isTranslated ? "jr:itext('\(paths.all[index]):\(name)')" : text.plain?.text ?? ""))
        }
        return attributes.count == 1 ? nil : XLSNode("bind", attributes)
    }

    func node(_ action: XLSElement.Action, of index: Int) -> XLSNode {
        var attributes: [(name: String, value: String)] = [("ref", paths.all[index]), ("event", action.event.rawValue)]
        if action.setsDefault, let initial = survey.elements[index].initial { attributes.append(("value", paths.resolved(initial.text, at: index))) }
        return XLSNode(action.name, attributes + action.attributes)
    }
}
