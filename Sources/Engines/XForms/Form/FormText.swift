/// A label, hint or message in all languages of a form.
public struct FormText: Sendable {
    enum Piece: Sendable {
        case text(String)
        /// The value of an expression inside of a text.
        case output(XPathCode)
    }

    /// What stands in an element: mostly only a text.
    enum Words: Sendable {
        case plain(String)
        case mixed([Piece])
    }

    /// The texts of one language: the usual one, and those of other forms: `image`, `audio`, `video`, `big-image`, `guidance`, `short`.
    struct Variants: Sendable {
        var usual: Words?
        var others: [(form: String, words: Words)] = []

        var isEmpty: Bool { usual == nil && others.isEmpty }
    }

    enum Content: Sendable {
        /// Written where it is used, the same in every language.
        case literal(Words)
        /// A row of the form's texts.
        case translated(row: Int)
        /// One set of texts per language, with values as a field sees them.
        case own([Variants])
        /// The id of a translated text, to be computed.
        case id(XPathCode)
        case computed(XPathCode)
    }

    var content: Content
}

/// A text as it is shown, with its media.
public struct ShownText: Sendable, Hashable {
    public var text: String
    /// `image`, `audio`, `video`, `big-image`, `guidance` → what the form gives for it, such as `jr://images/a.jpg`.
    public var media: [String: String]

    public init(_ text: String, media: [String: String] = [:]) {
        self.text = text
        self.media = media
    }
}
