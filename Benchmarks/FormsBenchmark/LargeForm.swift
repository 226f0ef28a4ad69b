import Ground

/// The plan written as an XForm.
enum LargeForm {
    static func text() -> String {
        let questions = LargePlan(refer: path).questions
        return """
            <?xml version="1.0"?>
            <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
            <h:head><h:title>Large</h:title><model>
            <itext>\(translation("English", isDefault: true))\(translation("中文", isDefault: false))</itext>
            <instance><data id="large" version="1">\(instance)<meta><instanceID/></meta></data></instance>
            \(lists)
            \(questions.map(bind).joined(separator: "\n"))
            <bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
            </model></h:head><h:body>\(body(questions))</h:body></h:html>
            """
    }

    /// Ten questions to a group.
    private static func path(_ question: Int) -> String { "/data/g\(question / 10)/q\(question)" }

    private static var instance: String {
        (0..<LargePlan.count / 10).map { group in
            "<g\(group)>" + (0..<10).map { "<q\(group * 10 + $0)/>" }.joined() + "</g\(group)>"
        }.joined()
    }

    private static var lists: String {
        (0..<LargePlan.lists).map { list in
            let items = LargePlan.choices.enumerated().map { index, name in
                "<item><itextId>l\(list)-\(index)</itextId><name>\(name)</name><kind>\(index % 2)</kind></item>"
            }
            return "<instance id=\"l\(list)\"><root>\(items.joined())</root></instance>"
        }.joined(separator: "\n")
    }

    private static func translation(_ language: String, isDefault: Bool) -> String {
        var texts = (0..<LargePlan.count).map { question in
            "<text id=\"\(path(question)):label\"><value>\(LargeBook.label(question, language))</value></text>"
        }
        for list in 0..<LargePlan.lists {
            texts += LargePlan.choices.indices.map {
                "<text id=\"l\(list)-\($0)\"><value>\(LargeBook.label(choice: $0, list, language))</value></text>"
            }
        }
        return "<translation lang=\"\(language)\"\(isDefault ? " default=\"true()\"" : "")>\(texts.joined(separator: "\n"))</translation>"
    }

    private static func bind(_ question: LargePlan.Question) -> String {
        var line = "<bind nodeset=\"\(path(question.number))\""
        switch question.kind {
        case .integer: line += " type=\"int\""
        case .decimal: line += " type=\"decimal\""
        default: line += " type=\"string\""
        }
        func add(_ name: String, _ value: String?) {
            if let value { line += " \(name)=\"\(MarkupText.escaped(value) { _ in nil })\"" }
        }
        add("relevant", question.condition)
        add("calculate", question.calculation)
        add("required", question.isRequired ? "true()" : nil)
        add("constraint", question.constraint)
        add("jr:constraintMsg", question.constraint == nil ? nil : "From 0 to 110")
        return line + "/>"
    }

    private static func body(_ questions: [LargePlan.Question]) -> String {
        (0..<LargePlan.count / 10).map { group in
            let controls = questions[group * 10..<group * 10 + 10].map(control)
            return "<group ref=\"/data/g\(group)\"><label>Part \(group)</label>\(controls.joined())</group>"
        }.joined(separator: "\n")
    }

    private static func control(_ question: LargePlan.Question) -> String {
        let path = path(question.number)
        let label = "<label ref=\"jr:itext('\(path):label')\"/>"
        guard question.isSelect else { return question.kind == .calculate ? "" : "<input ref=\"\(path)\">\(label)</input>" }
        let filter = question.filter.map { "[\($0)]" } ?? ""
        let items =
            "<itemset nodeset=\"instance('l\(question.list)')/root/item\(filter)\"><value ref=\"name\"/><label ref=\"jr:itext(itextId)\"/></itemset>"
        let kind = question.kind == .selectMultiple ? "select" : "select1"
        return "<\(kind) ref=\"\(path)\">\(label)\(items)</\(kind)>"
    }
}
