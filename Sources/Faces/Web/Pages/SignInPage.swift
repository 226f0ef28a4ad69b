/// Sign-in for those who hold a post.
package enum SignInPage {
    package static func html(for reader: Reader, login: String = "", isWrong: Bool = false) -> HTML {
        let alert: HTML? = isWrong ? "<p class=\"alert\" role=\"alert\">\(reader.say(.wrongPassword))</p>" : nil
        return Layout.page(
            reader.say(.signIn), for: reader,
            """
            \(alert)
            <form method="post" action="\(Route.signIn.path)">
            \(Layout.token(reader))
            \(Fields.text("login", reader.say(.login), value: login, required: true, autocomplete: "username"))
            \(Fields.text("password", reader.say(.password), type: "password", required: true, autocomplete: "current-password"))
            <p><button class="primary">\(reader.say(.signIn))</button></p>
            </form>
            """)
    }
}
