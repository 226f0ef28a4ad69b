public import CompositeIndex

/// What the elements of a folder are called by people.
extension IndexFolder {
    /// The name of an element, a part or a unit in a language; the code where it has none.
    public func name(of code: String, isChinese: Bool) -> String {
        let note = notes[code]
        if note == nil, let unit = unitNames[code] {
            let name = isChinese ? unit.name : unit.english
            return name.isEmpty ? code : name
        }
        if !isChinese, let english = note?.englishName, !english.isEmpty { return english }
        let own = structure.elements.first { $0.code == code }?.name ?? note?.name ?? ""
        return own.isEmpty ? code : own
    }

    /// The name with the code behind it: “每千人口床位数 [beds]”.
    public func label(of code: String, isChinese: Bool) -> String {
        let own = name(of: code, isChinese: isChinese)
        return own == code ? code : "\(own) [\(code)]"
    }

    /// A finding of the audit in plain words: what it is about and what else it names, each by name with its code behind it.
    public func words(of finding: IndexAudit.Finding, isChinese: Bool) -> (element: String, text: String) {
        var named = finding
        switch finding.kind {
        // What else these name is a number or a period.
        case .outliers, .mixedScales, .scarceUnit: break
        default: if !named.other.isEmpty { named.other = label(of: named.other, isChinese: isChinese) }
        }
        return (label(of: finding.element, isChinese: isChinese), isChinese ? named.chinese : named.words)
    }
}
