/// Why something was not done, shown where the reader is.
package struct Complaint: Sendable, Hashable {
    package var title: Phrase
    package var message: String

    package init(title: Phrase, message: String) {
        self.title = title
        self.message = message
    }

    /// - Parameter leadsToForm: whether the form stands further down, open, with what was entered.
    func html(_ reader: Reader, leadsToForm: Bool = false) -> HTML {
        let link: HTML? = leadsToForm ? "<p><a href=\"#tried\">\(reader.say(.toForm))</a></p>" : nil
        return "<div class=\"alert\" role=\"alert\"><b>\(reader.say(title))</b><p>\(message)</p>\(link)</div>"
    }
}

/// What somebody sent with an action that was not carried out, so that nothing has to be written twice.
package struct Attempt: Sendable, Hashable {
    package var action: String
    package var order: Int?
    package var fields: FormFields
    /// Hashes of photos that have been stored already.
    package var photos: [String]

    package init(action: String, order: Int?, fields: FormFields, photos: [String]) {
        self.action = action
        self.order = order
        self.fields = fields
        self.photos = photos
    }
}
