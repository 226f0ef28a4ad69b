/// Writes a form of the size of the largest real one, out of conditions of the kinds that real forms have.
enum LargeForm {
    static let questions = 500
    static let conditions = 400
    private static let lists = 40

    static func text() -> String {
        """
        <?xml version="1.0"?>
        <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
        <h:head><h:title>Large</h:title><model>
        <itext>\(translation("English", isDefault: true))\(translation("中文", isDefault: false))</itext>
        <instance><data id="large" version="1">\(instance)<meta><instanceID/></meta></data></instance>
        \(instances)
        \(binds)
        <bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
        </model></h:head><h:body>\(body)</h:body></h:html>
        """
    }

    /// Ten questions to a group.
    private static func path(_ question: Int) -> String { "/data/g\(question / 10)/q\(question)" }

    private static func type(_ question: Int) -> String {
        switch question % 10 {
        case 0...5: "select"
        case 6: "int"
        case 7: "decimal"
        case 8: "calculate"
        default: "text"
        }
    }

    private static var instance: String {
        (0..<questions / 10).map { group in
            "<g\(group)>" + (0..<10).map { "<q\(group * 10 + $0)/>" }.joined() + "</g\(group)>"
        }.joined()
    }

    private static var instances: String {
        (0..<lists).map { list in
            let items = (0..<8).map {
                "<item><itextId>l\(list)-\($0)</itextId><name>\($0 == 0 ? "no" : $0 == 1 ? "yes" : "c\($0)")</name><kind>\($0 % 2)</kind></item>"
            }
            return "<instance id=\"l\(list)\"><root>\(items.joined())</root></instance>"
        }.joined(separator: "\n")
    }

    private static func translation(_ language: String, isDefault: Bool) -> String {
        var texts = (0..<questions).map { question in
            "<text id=\"\(path(question)):label\"><value>\(language) \(question): how is the matter that is asked about here?</value></text>"
        }
        for list in 0..<lists {
            texts += (0..<8).map { "<text id=\"l\(list)-\($0)\"><value>\(language) choice \($0) of list \(list)</value></text>" }
        }
        return "<translation lang=\"\(language)\"\(isDefault ? " default=\"true()\"" : "")>\(texts.joined(separator: "\n"))</translation>"
    }

    /// An earlier question of a kind; the nearest before, so that chains of conditions arise as in real forms.
    private static func earlier(_ question: Int, _ kind: String, _ distance: Int) -> String {
        var at = max(0, question - distance)
        while at > 0, type(at) != kind { at -= 1 }
        return path(at)
    }

    private static func condition(_ question: Int) -> String {
        let (near, far) = (earlier(question, "select", 1), earlier(question, "select", 40))
        let number = earlier(question, "int", 3)
        switch question % 8 {
        case 0: return "selected(\(near), 'yes')"
        case 1: return "\(near) = 'no'"
        case 2: return "selected(\(near), 'yes') or selected(\(far), 'c2')"
        case 3: return "\(number) &gt; 18 and \(number) &lt; 60"
        case 4: return "not(selected(\(far), 'no'))"
        case 5: return "\(far) != '' and \(near) != 'c3'"
        case 6: return "count-selected(\(far)) &gt;= 1"
        default: return "if(\(number) &gt; 50, \(near) = 'yes', \(far) = 'yes' or \(far) = 'c4')"
        }
    }

    private static var binds: String {
        var lines: [String] = []
        var (conditioned, constraints, calculations) = (0, 0, 0)
        for question in 0..<questions {
            var line = "<bind nodeset=\"\(path(question))\""
            switch type(question) {
            case "int": line += " type=\"int\""
            case "decimal": line += " type=\"decimal\""
            default: line += " type=\"string\""
            }
            // Four fifths stand under a condition, the first ten none.
            if question >= 10, question % 5 != 0, conditioned < conditions {
                line += " relevant=\"\(condition(question))\""
                conditioned += 1
            } else if question >= 10, question % 50 == 5 || questions - question <= conditions - conditioned {
                line += " relevant=\"\(condition(question))\""
                conditioned += 1
            }
            if type(question) == "calculate", calculations < 42 {
                let number = earlier(question, "int", 1)
                line += " calculate=\"round(\(number) * 1.5 + coalesce(\(earlier(question, "decimal", 1)), 0), 1)\""
                calculations += 1
            } else {
                line += question % 10 < 9 ? " required=\"true()\"" : ""
            }
            if ["int", "decimal"].contains(type(question)), constraints < 93 {
                line += " constraint=\". &gt;= 0 and . &lt;= 110\" jr:constraintMsg=\"From 0 to 110\""
                constraints += 1
            }
            lines.append(line + "/>")
        }
        return lines.joined(separator: "\n")
    }

    private static var body: String {
        (0..<questions / 10).map { group in
            let controls = (group * 10..<group * 10 + 10).map(control)
            return "<group ref=\"/data/g\(group)\"><label>Part \(group)</label>\(controls.joined())</group>"
        }.joined(separator: "\n")
    }

    private static func control(_ question: Int) -> String {
        let label = "<label ref=\"jr:itext('\(path(question)):label')\"/>"
        guard type(question) == "select" else {
            return type(question) == "calculate" ? "" : "<input ref=\"\(path(question))\">\(label)</input>"
        }
        let filter = question % 6 == 1 ? "[kind = 1 or name = 'no']" : ""
        let items =
            "<itemset nodeset=\"instance('l\(question % lists)')/root/item\(filter)\"><value ref=\"name\"/><label ref=\"jr:itext(itextId)\"/></itemset>"
        let kind = question % 10 == 3 ? "select" : "select1"
        return "<\(kind) ref=\"\(path(question))\">\(label)\(items)</\(kind)>"
    }
}
