package import City
package import Ground

/// What every page knows of its reader.
package struct Reader: Sendable {
    package var language: Language
    /// The name of who is signed in.
    package var name: String?
    /// Proves that a form comes from our own page.
    package var formToken: String
    package var cityName: Bilingual
    package var isDemonstration: Bool
    /// When the page is made: limits are told relative to it.
    package var now: Instant

    package init(
        language: Language, name: String? = nil, formToken: String = "", cityName: Bilingual, isDemonstration: Bool = false,
        now: Instant
    ) {
        self.language = language
        self.name = name
        self.formToken = formToken
        self.cityName = cityName
        self.isDemonstration = isDemonstration
        self.now = now
    }

    package var isSignedIn: Bool { name != nil }

    func say(_ phrase: Phrase) -> String { phrase[language] }
    func say(_ text: Bilingual) -> String { text[language] }
}
