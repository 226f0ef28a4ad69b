/// The translated texts of a form by their ids, one for each language.
struct FormTexts: Sendable {
    private let languages: Int
    private var rows: [String: Int] = [:]
    private var ids: [String] = []
    /// Row by row.
    private var all: [FormText.Variants] = []

    init(languages: Int) { self.languages = languages }

    /// The place of a text; nil where there is none of this id.
    func row(_ id: String) -> Int? { rows[id] }

    /// - Parameter next: where it is likely to stand: languages give their texts in the same order.
    mutating func row(adding id: String, likely next: Int) -> Int {
        if next < ids.count, ids[next] == id { return next }
        if let row = rows[id] { return row }
        let row = ids.count
        rows[id] = row
        ids.append(id)
        for _ in 0..<languages { all.append(FormText.Variants()) }
        return row
    }

    subscript(row: Int, language: Int) -> FormText.Variants {
        get { all[row * languages + language] }
        set { all[row * languages + language] = newValue }
    }
}
