/// Sign-in for those who hold a post.
package struct SignInPage: Sendable {
    package var login = ""
    package var complaint: Phrase?
    /// Where to go afterwards.
    package var destination: Route?
    /// What was written and not sent.
    package var unsent = ""

    package init(login: String = "", complaint: Phrase? = nil, destination: Route? = nil, unsent: String = "") {
        self.unsent = unsent
        self.login = login
        self.complaint = complaint
        self.destination = destination
    }

    package func html(for reader: Reader) -> HTML {
        let alert: HTML? = complaint.map { "<div class=\"alert\" role=\"alert\">\(reader.say($0))</div>" }
        let hint: HTML? = destination != nil && complaint == nil ? "<p class=\"lead\">\(reader.say(.signInToGoOn))</p>" : nil
        let fields = Fields(reader: reader)
        return Layout.page(
            reader.say(.signIn), for: reader, at: .signIn,
            """
            <div class="narrow">
            \(alert)\(unsent.isEmpty ? nil : "<h2>\(reader.say(.unsent))</h2><p class=\"words matter\">\(unsent)</p>")\(hint)
            <form method="post" action="\(Route.signIn.path)">
            \(Layout.token(reader))\(destination.map { Fields.hidden("to", $0.path) })
            \(fields.text("login", .login, value: login, required: true, autocomplete: "username", extra: " autocapitalize=\"none\" spellcheck=\"false\""))
            \(fields.text("password", .password, type: "password", required: true, autocomplete: "current-password"))
            <p><button class="primary">\(reader.say(.signInButton))</button></p>
            </form>
            </div>
            """)
    }
}
