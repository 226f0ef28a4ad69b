/// A plain message: something is missing, refused or broken. Never a trace of the insides.
package struct MessagePage: Sendable {
    package var title: Phrase
    package var message: String?
    package var back: Route

    package init(title: Phrase, message: String?, back: Route) {
        self.title = title
        self.message = message
        self.back = back
    }

    package func html(for reader: Reader) -> HTML {
        let words: HTML? = message.map { "<p class=\"lead narrow\">\($0)</p>" }
        let label = back == .desk ? Phrase.backToDesk : .home
        return Layout.page(
            reader.say(title), for: reader,
            "\(words)<p class=\"hide\"><a class=\"button\" href=\"\(back.path)\">\(reader.say(label))</a></p>")
    }
}
