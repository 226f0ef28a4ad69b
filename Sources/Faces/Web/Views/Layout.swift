internal import City

/// The frame of every page: language, skip links, navigation, main part.
package enum Layout {
    /// A place further down that the keyboard can jump to.
    struct Jump {
        var id: StaticString
        var phrase: Phrase
    }

    /// - Parameters:
    ///   - heading: what stands at the top instead of the title.
    ///   - route: the page itself, so that the navigation can mark it.
    static func page(
        _ title: String, for reader: Reader, at route: Route? = nil, heading: HTML? = nil, jump: Jump? = nil,
        _ content: HTML
    ) -> HTML {
        let language: HTML = reader.language == .zh ? "zh-CN" : "en"
        let top: HTML = heading ?? "<h1>\(title)</h1>"
        let second: HTML? = jump.map { "<a class=\"skip\" href=\"#\(HTML(trusted: $0.id))\">\(reader.say($0.phrase))</a>" }
        return """
            <!doctype html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) – \(reader.say(reader.cityName)) \(reader.say(.product))</title>
            <link rel="stylesheet" href="\(Route.style.path)?\(Style.version)">
            <link rel="icon" href="\(Route.mark.path)" type="image/svg+xml">
            </head>
            <body>
            <a class="skip" href="#content">\(reader.say(.skip))</a>\(second)
            \(header(reader, route))
            <main id="content" tabindex="-1">
            \(top)
            \(content)
            </main>
            \(footer(reader))
            </body>
            </html>

            """
    }

    private static func header(_ reader: Reader, _ route: Route?) -> HTML {
        let routes: [(Route, Phrase)] =
            reader.isSignedIn
            ? [(.desk, .desk), (.rates, .rates), (.report, .reportForSomebody)] : [(.report, .reportShort), (.track, .trackShort)]
        let links = routes.map { target, phrase -> HTML in
            let mark: HTML? = target == route ? " aria-current=\"page\"" : nil
            return "<a href=\"\(target.path)\"\(mark)>\(reader.say(phrase))</a>"
        }
        let demonstration: HTML? = reader.isDemonstration ? "<p class=\"demo\">\(reader.say(.synthetic))</p>" : nil
        return """
            <header>
            <div class="bar">
            <a class="brand" href="\(Route.home.path)">\(Mark.inline)<span>\(reader.say(reader.cityName)) <b>\(reader.say(.product))</b></span></a>
            <nav aria-label="\(reader.say(.mainNavigation))">\(links)</nav>
            <div class="me">\(person(reader, route))\(otherLanguage(reader))</div>
            </div>
            \(demonstration)
            </header>
            """
    }

    private static func person(_ reader: Reader, _ route: Route?) -> HTML {
        guard let name = reader.name else {
            let mark: HTML? = route == .signIn ? " aria-current=\"page\"" : nil
            return "<a href=\"\(Route.signIn.path)\"\(mark)>\(reader.say(.staff))</a>"
        }
        return """
            <span class="who">\(name)</span><form method="post" action="\(Route.signOut.path)">\(token(reader))\
            <button class="link">\(reader.say(.signOut))</button></form>
            """
    }

    private static func otherLanguage(_ reader: Reader) -> HTML {
        let tag: HTML = reader.language == .zh ? "en" : "zh-CN"
        let other: Language = reader.language == .zh ? .en : .zh
        return "<a href=\"\(Route.language(other).path)\" lang=\"\(tag)\" hreflang=\"\(tag)\">\(reader.say(.otherLanguage))</a>"
    }

    private static func footer(_ reader: Reader) -> HTML {
        "<footer><p>\(reader.say(.refuses))</p></footer>"
    }

    /// The hidden field by which a form proves that it comes from our own page.
    static func token(_ reader: Reader) -> HTML {
        Fields.hidden("form-token", reader.formToken)
    }
}

/// The product's sign: circles with one heart.
enum Mark {
    static let inline: HTML = """
        <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5">\
        <circle cx="16" cy="16" r="14"/><circle cx="16" cy="16" r="8.5"/><circle cx="16" cy="16" r="3" fill="currentColor" stroke="none"/></svg>
        """

    static let file: StaticString = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#8a1c1c" stroke-width="3">\
        <circle cx="16" cy="16" r="14"/><circle cx="16" cy="16" r="8.5"/><circle cx="16" cy="16" r="3" fill="#8a1c1c" stroke="none"/></svg>
        """
}
