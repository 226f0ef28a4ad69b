internal import Documents
internal import Ground

extension Entry {
    /// `{zh: 市, en: City}`, or a plain text for both languages.
    func bilingual(_ diagnostics: inout Diagnostics) -> Bilingual? {
        if let text = scalar { return Bilingual(zh: text, en: text) }
        let record = record(["zh", "en"], &diagnostics)
        guard case .map = content else { return nil }
        let zh = record.required("zh", &diagnostics)?.text(&diagnostics)
        let en = record.required("en", &diagnostics)?.text(&diagnostics)
        guard let zh, let en else { return nil }
        return Bilingual(zh: zh, en: en)
    }

    /// One of the words of an enumeration; anything else is reported with the nearest.
    func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type, _ diagnostics: inout Diagnostics
    ) -> Word? where Word.RawValue == String {
        guard let text = text(&diagnostics) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: text, among: known)
        diagnostics.error(
            "\u{201C}\(text)\u{201D} is not known here", at: place,
            advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" } ?? "known are \(known.joined(separator: ", "))")
        return nil
    }
}
