internal import City

/// A plain message: something is missing, refused or has changed. Never a trace of the insides.
package enum MessagePage {
    package static func html(
        for reader: Reader, title: Phrase, message: String? = nil, back: Route = .home
    ) -> HTML {
        let words: HTML? = message.map { "<p class=\"alert\" role=\"alert\">\($0)</p>" }
        return Layout.page(
            reader.say(title), for: reader,
            "\(words)<p><a class=\"button\" href=\"\(back.path)\">\(reader.say(.back))</a></p>")
    }
}
