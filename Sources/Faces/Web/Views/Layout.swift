package import City

/// What every page knows of its reader.
package struct Reader: Sendable {
    package var language: Language
    /// The name of who is signed in.
    package var name: String?
    /// Proves that a form comes from our own page.
    package var formToken: String
    package var cityName: Bilingual
    package var isDemonstration: Bool

    package init(
        language: Language, name: String? = nil, formToken: String = "", cityName: Bilingual, isDemonstration: Bool = false
    ) {
        self.language = language
        self.name = name
        self.formToken = formToken
        self.cityName = cityName
        self.isDemonstration = isDemonstration
    }

    func say(_ phrase: Phrase) -> String { phrase[language] }
    func say(_ text: Bilingual) -> String { text[language] }
}

/// The frame of every page: language, skip link, navigation, main part.
package enum Layout {
    package static func page(_ title: String, for reader: Reader, _ content: HTML) -> HTML {
        let language = reader.language == .zh ? "zh-CN" : "en"
        return """
            <!doctype html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) – \(reader.say(reader.cityName)) \(reader.say(.product))</title>
            <link rel="stylesheet" href="\(Route.style.path)">
            <link rel="icon" href="data:,">
            </head>
            <body>
            <a class="skip" href="#content">\(reader.say(.skip))</a>
            \(header(reader))
            <main id="content" tabindex="-1">
            <h1>\(title)</h1>
            \(content)
            </main>
            \(footer(reader))
            </body>
            </html>

            """
    }

    private static func header(_ reader: Reader) -> HTML {
        let other = reader.language == .zh ? "en" : "zh"
        let staff: HTML
        if let name = reader.name {
            staff = """
                <a href="\(Route.desk.path)">\(reader.say(.desk))</a>
                <a href="\(Route.rates.path)">\(reader.say(.rates))</a>
                <form method="post" action="\(Route.signOut.path)" class="inline">\(token(reader))<button class="link">\(reader.say(.signOut)) \
                (\(name))</button></form>
                """
        } else {
            staff = "<a href=\"\(Route.signIn.path)\">\(reader.say(.signIn))</a>"
        }
        return """
            <header>
            <a class="brand" href="\(Route.home.path)">\(reader.say(reader.cityName)) <b>\(reader.say(.product))</b></a>
            <nav>
            <a href="\(Route.report.path)">\(reader.say(.report))</a>
            <a href="\(Route.track.path)">\(reader.say(.track))</a>
            \(staff)
            <a href="\(Route.language(other).path)" lang="\(other == "zh" ? "zh-CN" : "en")">\(reader.say(.otherLanguage))</a>
            </nav>
            </header>
            """
    }

    private static func footer(_ reader: Reader) -> HTML {
        let notice: HTML? = reader.isDemonstration ? "<p><strong>\(reader.say(.synthetic))</strong></p>" : nil
        return "<footer>\(notice)<p>\(reader.say(.refuses))</p></footer>"
    }

    /// The hidden field by which a form proves that it comes from our own page.
    static func token(_ reader: Reader) -> HTML {
        "<input type=\"hidden\" name=\"form-token\" value=\"\(reader.formToken)\">"
    }
}
