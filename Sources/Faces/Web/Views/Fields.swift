/// Form fields with their labels: a label is never missing, an error stands beside its field.
enum Fields {
    static func text(
        _ name: String, _ label: String, value: String = "", type: StaticString = "text", required: Bool = false,
        hint: String? = nil, autocomplete: String = "off", prefix: String = "f"
    ) -> HTML {
        let id = "\(prefix)-\(name)"
        let must: HTML? = required ? " required" : nil
        let described: HTML? = hint.map { _ in " aria-describedby=\"\(id)-hint\"" }
        return """
            <p class="field"><label for="\(id)">\(label)</label>\(hintText(hint, id))
            <input id="\(id)" name="\(name)" type="\(HTML(trusted: type))" value="\(value)" autocomplete="\(autocomplete)"\(must)\(described)></p>
            """
    }

    static func area(
        _ name: String, _ label: String, value: String = "", required: Bool = false, hint: String? = nil, rows: Int = 4, prefix: String = "f"
    ) -> HTML {
        let id = "\(prefix)-\(name)"
        let must: HTML? = required ? " required" : nil
        let described: HTML? = hint.map { _ in " aria-describedby=\"\(id)-hint\"" }
        return """
            <p class="field"><label for="\(id)">\(label)</label>\(hintText(hint, id))
            <textarea id="\(id)" name="\(name)" rows="\(rows)" maxlength="3000"\(must)\(described)>\(value)</textarea></p>
            """
    }

    struct Option {
        var value: String
        var label: String
        var group: String?

        init(_ value: String, _ label: String, group: String? = nil) {
            self.value = value
            self.label = label
            self.group = group
        }
    }

    static func choice(
        _ name: String, _ label: String, options: [Option], selected: [String] = [], required: Bool = false,
        multiple: Bool = false, prefix: String = "f"
    ) -> HTML {
        let id = "\(prefix)-\(name)"
        let must: HTML? = required ? " required" : nil
        let many: HTML? = multiple ? " multiple size=\"8\"" : nil
        return """
            <p class="field"><label for="\(id)">\(label)</label>
            <select id="\(id)" name="\(name)"\(must)\(many)>\(list(options, selected: Set(selected)))</select></p>
            """
    }

    static func file(_ name: String, _ label: String, required: Bool = false, prefix: String = "f") -> HTML {
        let id = "\(prefix)-\(name)"
        let must: HTML? = required ? " required" : nil
        return """
            <p class="field"><label for="\(id)">\(label)</label>
            <input id="\(id)" name="\(name)" type="file" accept="image/jpeg,image/png" multiple\(must)></p>
            """
    }

    static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    private static func hintText(_ hint: String?, _ id: String) -> HTML? {
        hint.map { "<span class=\"hint\" id=\"\(id)-hint\">\($0)</span>" }
    }

    private static func list(_ options: [Option], selected: Set<String>) -> [HTML] {
        var parts: [HTML] = []
        var group: String?
        for option in options {
            if option.group != group {
                if group != nil { parts.append("</optgroup>") }
                if let name = option.group { parts.append("<optgroup label=\"\(name)\">") }
                group = option.group
            }
            let mark: HTML? = selected.contains(option.value) ? " selected" : nil
            parts.append("<option value=\"\(option.value)\"\(mark)>\(option.label)</option>")
        }
        if group != nil { parts.append("</optgroup>") }
        return parts
    }
}
