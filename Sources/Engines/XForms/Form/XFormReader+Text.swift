internal import Ground

/// Labels and their translations.
extension XFormReader {
    /// The id in `jr:itext('id')`; nil for anything else.
    static func translationID(_ text: String) -> String? {
        let text = text.trimmedText
        guard text.hasPrefix("jr:itext("), text.hasSuffix(")"), text.utf8.count > 12 else { return nil }
        let inner = String(text.dropFirst(9).dropLast()).trimmedText
        guard let quote = inner.first, quote == "'" || quote == "\"", inner.last == quote, inner.count >= 2 else { return nil }
        let id = inner.dropFirst().dropLast()
        return id.contains(quote) ? nil : String(id)
    }

    mutating func readTranslations() {
        guard let itext = itextElement else { return }
        let elements = itext.elements.filter { $0.localName == "translation" }
        for (language, element) in elements.enumerated() {
            let name = element.attributes["lang"] ?? "default"
            if languages.contains(name) { found.error("the language “\(name)” stands twice", at: place(element)) }
            languages.append(name)
            if element.attributes["default"] != nil { defaultLanguage = language }
        }
        for (language, element) in elements.enumerated() {
            for text in element.elements where text.localName == "text" {
                guard let id = text.attributes["id"] else { continue }
                var variants = FormText.Variants()
                for value in text.elements where value.localName == "value" {
                    variants.all.append((value.attributes["form"] ?? "", pieces(value, 0)))
                }
                if translations[id] == nil {
                    translations[id] = [FormText.Variants](repeating: FormText.Variants(), count: elements.count)
                }
                translations[id]?[language] = variants
                translationElements[id, default: []].append((language, text))
            }
        }
    }

    /// A label or hint of a control.
    mutating func text(_ element: XMLElement, _ field: Int) -> FormText? {
        guard let reference = element.attributes["ref"] else { return FormText(content: .literal(pieces(element, field))) }
        if let id = Self.translationID(reference) { return translated(id, field, element) }
        return code(reference, at: field, "text", element).map { FormText(content: .computed($0)) }
    }

    /// The texts of an id; values inside them are those that the field sees.
    mutating func translated(_ id: String, _ field: Int, _ element: XMLElement) -> FormText {
        guard let variants = translations[id] else {
            found.warning("there is no text with the id “\(id)”", at: place(element))
            return FormText(content: .literal([.text(id)]))
        }
        let hasOutput = variants.contains { variant in
            variant.all.contains { $0.pieces.contains { if case .output = $0 { true } else { false } } }
        }
        guard hasOutput, field != 0 else { return FormText(content: .translated(variants)) }
        // Compiled once more, relative to this field.
        var own = [FormText.Variants](repeating: FormText.Variants(), count: variants.count)
        for (language, text) in translationElements[id] ?? [] {
            for value in text.elements where value.localName == "value" {
                own[language].all.append((value.attributes["form"] ?? "", pieces(value, field)))
            }
        }
        return FormText(content: .translated(own))
    }

    private mutating func pieces(_ element: XMLElement, _ field: Int) -> [FormText.Piece] {
        var result: [FormText.Piece] = []
        append(element, field, &result)
        trim(&result)
        return result
    }

    private mutating func append(_ element: XMLElement, _ field: Int, _ result: inout [FormText.Piece]) {
        for child in element.children {
            switch child {
            case .text(let text): result.append(.text(text))
            case .element(let inner):
                guard inner.localName == "output", let source = inner.attributes["value"] ?? inner.attributes["ref"] else {
                    append(inner, field, &result)
                    continue
                }
                // A text stands at no field of its own while it is only in the list: relative paths wait for the field that uses it.
                if field == 0, source.trimmedText.hasPrefix(".") || source.contains("current()") {
                    result.append(.output(.constant(.text(""))))
                } else if let code = code(source, at: field, "value in a text", inner) {
                    result.append(.output(code))
                }
            }
        }
    }

    private func trim(_ pieces: inout [FormText.Piece]) {
        if case .text(let text)? = pieces.first {
            guard text.utf8.first.map({ $0 <= 32 || $0 >= 128 }) ?? false || pieces.count > 1 || text.utf8.last.map({ $0 <= 32 || $0 >= 128 }) ?? false
            else { return }
            pieces[0] = .text(String(text.unicodeScalars.drop { $0.properties.isWhitespace }))
        }
        if case .text(let text)? = pieces.last {
            var end = text.unicodeScalars[...]
            while let last = end.last, last.properties.isWhitespace { end.removeLast() }
            pieces[pieces.count - 1] = .text(String(end))
        }
    }
}
