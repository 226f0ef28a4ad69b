internal import Ground

/// Labels and their translations.
extension XFormReader {
    /// The id in `jr:itext('id')`; nil for anything else.
    static func translationID(_ text: String) -> String? {
        let text = text.trimmedText
        guard text.hasPrefix("jr:itext("), text.utf8.last == UInt8(ascii: ")") else { return nil }
        let inner = String(text.utf8.dropFirst(9).dropLast())?.trimmedText ?? ""
        guard let quote = inner.utf8.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), inner.utf8.count > 2,
            inner.utf8.last == quote
        else { return nil }
        let id = inner.utf8.dropFirst().dropLast()
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
        texts = FormTexts(languages: elements.count)
        for (language, element) in elements.enumerated() {
            var next = 0
            for text in element.elements where text.localName == "text" {
                guard let id = text.attributes["id"] else { continue }
                let row = texts.row(adding: id, likely: next)
                next = row + 1
                let variants = variants(text, 0)
                texts[row, language] = variants
                if Self.hasValues(variants) { translationElements[row, default: []].append((language, text)) }
            }
        }
    }

    private mutating func variants(_ text: XMLElement, _ field: Int) -> FormText.Variants {
        var result = FormText.Variants()
        for value in text.elements where value.localName == "value" {
            let words = words(value, field)
            if let form = value.attributes["form"], !form.isEmpty { result.others.append((form, words)) } else { result.usual = words }
        }
        return result
    }

    private static func hasValues(_ variants: FormText.Variants) -> Bool {
        func hasValues(_ words: FormText.Words) -> Bool {
            guard case .mixed(let pieces) = words else { return false }
            return pieces.contains { if case .output = $0 { true } else { false } }
        }
        return variants.usual.map(hasValues) == true || variants.others.contains { hasValues($0.words) }
    }

    /// A label or hint of a control.
    mutating func text(_ element: XMLElement, _ field: Int) -> FormText? {
        guard let reference = element.attributes["ref"] else { return FormText(content: .literal(words(element, field))) }
        if let id = Self.translationID(reference) { return translated(id, field, element) }
        return code(reference, at: field, "text", element).map { FormText(content: .computed($0)) }
    }

    /// The texts of an id; values inside them are those that the field sees.
    mutating func translated(_ id: String, _ field: Int, _ element: XMLElement) -> FormText {
        guard let row = texts.row(id) else {
            found.warning("there is no text with the id “\(id)”", at: place(element))
            return FormText(content: .literal(.plain(id)))
        }
        guard field != 0, let elements = translationElements[row] else { return FormText(content: .translated(row: row)) }
        // Compiled once more, relative to this field.
        var own = languages.indices.map { texts[row, $0] }
        for (language, text) in elements { own[language] = variants(text, field) }
        return FormText(content: .own(own))
    }

    private mutating func words(_ element: XMLElement, _ field: Int) -> FormText.Words {
        if element.elements.isEmpty { return .plain(element.tail.trimmedText) }
        var result: [FormText.Piece] = []
        append(element, field, &result)
        trim(&result)
        return .mixed(result)
    }

    private mutating func append(_ element: XMLElement, _ field: Int, _ result: inout [FormText.Piece]) {
        for inner in element.elements {
            if !inner.before.isEmpty { result.append(.text(inner.before)) }
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
        if !element.tail.isEmpty { result.append(.text(element.tail)) }
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
