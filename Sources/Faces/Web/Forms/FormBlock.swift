/// A piece of a page with an id of its own: what stands before, between and after the pieces inside of it.
struct FormBlock: Sendable {
    var id: String
    var open: HTML
    var children: [FormBlock] = []
    var close: HTML = ""

    var html: HTML {
        var html = open
        for child in children { html += child.html }
        html += close
        return html
    }

    /// The smallest pieces that differ from what was there before; the whole where its own frame or the order of its pieces changed.
    func changes(since old: FormBlock) -> [FormBlock] {
        guard old.id == id, old.open.bytes == open.bytes, old.close.bytes == close.bytes, old.children.map(\.id) == children.map(\.id) else {
            return [self]
        }
        return zip(old.children, children).flatMap { $1.changes(since: $0) }
    }
}
