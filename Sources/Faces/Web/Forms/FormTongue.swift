/// A language of a form: forms name theirs freely (`English (en)`, `fr`, `Arabic`).
struct FormTongue: Sendable, Hashable {
    let name: String
    /// A language tag (BCP 47), where the name says one.
    let code: String?
    /// `rtl` or `ltr`; `auto` where nothing is known, so that each text goes by its own letters.
    let direction: Direction

    enum Direction: String, Sendable {
        case leftToRight = "ltr"
        case rightToLeft = "rtl"
        case automatic = "auto"
    }

    /// A form that says nothing of languages.
    static let unknown = FormTongue(name: "", code: nil, direction: .automatic)

    private init(name: String, code: String?, direction: Direction) {
        (self.name, self.code, self.direction) = (name, code, direction)
    }

    init(named name: String) {
        let code = FormTongue.code(in: name)
        let main = code.map { String($0.prefix { $0 != "-" }).lowercased() }
        let direction: Direction =
            if let main {
                FormTongue.rightToLeft.contains(main) ? .rightToLeft : .leftToRight
            } else {
                name.unicodeScalars.contains(where: FormTongue.isRightToLeft) ? .rightToLeft : .automatic
            }
        self.init(name: name, code: code, direction: direction)
    }

    private static let rightToLeft: Set<String> = ["ar", "arc", "ckb", "dv", "fa", "he", "ku", "nqo", "ps", "prs", "sd", "syr", "ug", "ur", "yi"]

    private static let names = [
        "amharic": "am", "arabic": "ar", "bengali": "bn", "burmese": "my", "chinese": "zh", "dari": "prs", "english": "en", "farsi": "fa",
        "français": "fr", "french": "fr", "german": "de", "hebrew": "he", "hindi": "hi", "indonesian": "id", "japanese": "ja", "kazakh": "kk", "khmer": "km",
        "korean": "ko", "lao": "lo", "mandarin": "zh", "mongolian": "mn", "nepali": "ne", "pashto": "ps", "persian": "fa", "portuguese": "pt",
        "deutsch": "de", "español": "es", "português": "pt", "русский": "ru",
        "russian": "ru", "somali": "so", "spanish": "es", "swahili": "sw", "tamil": "ta", "thai": "th", "tibetan": "bo", "turkish": "tr",
        "uighur": "ug", "ukrainian": "uk", "urdu": "ur", "uyghur": "ug", "vietnamese": "vi",
    ]

    private static func code(in name: String) -> String? {
        if let open = name.lastIndex(of: "("), name.hasSuffix(")") {
            let inside = String(name[name.index(after: open)...].dropLast())
            if isTag(inside) { return inside }
        }
        let plain = name.lowercased().filter { $0 != " " }
        if let code = names[plain] { return code }
        if isTag(plain) { return plain }
        if plain.unicodeScalars.contains(where: { (0x3040...0x30FF).contains($0.value) }) { return "ja" }
        return plain.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } ? "zh" : nil
    }

    /// Two or three letters, then parts of up to eight letters and digits.
    private static func isTag(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy({ (97...122).contains($0 | 32) }) else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { (97...122).contains($0 | 32) || (48...57).contains($0) }
        }
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        (0x0590...0x08FF).contains(scalar.value) || (0xFB1D...0xFDFF).contains(scalar.value) || (0xFE70...0xFEFF).contains(scalar.value)
    }
}
