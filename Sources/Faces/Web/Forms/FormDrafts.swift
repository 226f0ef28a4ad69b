internal import Accounts
internal import City
internal import Ground
package import XForms

/// The drafts of a form that is being previewed: in memory, and where a folder is given as documents in it, `ID.xml` each.
///
/// A draft is found by an identifier of 256 random bits; who knows it may go on with it.
package actor FormDrafts {
    /// Reads and writes kept drafts; the default keeps none.
    package struct Shelf: Sendable {
        package var read: @Sendable (_ id: String) -> [UInt8]?
        package var write: @Sendable (_ id: String, _ document: String) throws -> Void

        package init(
            read: @escaping @Sendable (_ id: String) -> [UInt8]?, write: @escaping @Sendable (_ id: String, _ document: String) throws -> Void
        ) {
            self.read = read
            self.write = write
        }

        package static let none = Shelf(read: { _ in nil }, write: { _, _ in })
    }

    private let form: XForm
    private let shelf: Shelf
    private let surroundings: @Sendable () -> FormSession.Surroundings
    private var fillings: [String: FormFilling] = [:]
    /// The identifiers, those used last at the end.
    private var order: [String] = []

    /// Beyond this those that were not used for longest leave the memory; without a folder they are gone.
    package static let mostInMemory = 100

    package init(_ form: XForm, shelf: Shelf, surroundings: @escaping @Sendable () -> FormSession.Surroundings) {
        self.form = form
        self.shelf = shelf
        self.surroundings = surroundings
    }

    /// A form nobody has answered yet; it becomes a draft with the first answer.
    /// - Parameter preferred: the reader's language; the form is shown in it where it has it.
    nonisolated func blank(_ preferred: Language) -> FormFilling {
        var session = FormSession(form, surroundings())
        choose(preferred, &session)
        return FormFilling(session)
    }

    private nonisolated func choose(_ preferred: Language, _ session: inout FormSession) {
        let tongues = form.languages.map { FormTongue(named: $0).code?.lowercased().prefix { $0 != "-" } ?? "" }
        if let language = tongues.firstIndex(of: preferred.rawValue[...]) { session.choose(language: language) }
    }

    /// A draft by its identifier; nil where there is none.
    func filling(_ id: String, _ preferred: Language) -> FormFilling? {
        guard Self.isIdentifier(id) else { return nil }
        if let filling = fillings[id] {
            touch(id)
            return filling
        }
        guard let document = shelf.read(id), var session = try? FormSession(form, surroundings(), resuming: document, file: id + ".xml") else {
            return nil
        }
        choose(preferred, &session)
        let filling = FormFilling(session)
        keep(filling, id)
        return filling
    }

    /// Takes in a page that was sent for a draft; without an identifier it begins one.
    /// - Returns: the identifier, the draft before and after; nil where there is no such draft.
    /// - Throws: where it cannot be kept.
    func take(_ entries: FormEntries, for id: String?, _ preferred: Language) throws -> (id: String, before: FormFilling, after: FormFilling)? {
        guard let before = id.map({ filling($0, preferred) }) ?? blank(preferred) else { return nil }
        let id = id ?? Session.makeToken()
        var after = before
        after.take(entries, at: surroundings().now)
        keep(after, id)
        try shelf.write(id, after.draft)
        return (id, before, after)
    }

    private func keep(_ filling: FormFilling, _ id: String) {
        fillings[id] = filling
        touch(id)
        while order.count > Self.mostInMemory { fillings[order.removeFirst()] = nil }
    }

    private func touch(_ id: String) {
        if order.last == id { return }
        order.removeAll { $0 == id }
        order.append(id)
    }

    /// What identifiers look like; nothing else is ever asked of the shelf.
    static func isIdentifier(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
