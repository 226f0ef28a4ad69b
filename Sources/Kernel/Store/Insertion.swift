/// An `insert` of one row whose text is put together once: a command runs a dozen of them, and the text of a wide one is long.
package struct Insertion: Sendable {
    private let statement: SQL

    /// - Parameters:
    ///   - zeros: columns that are 0 in every row.
    ///   - ending: what follows the values, such as `on conflict do nothing`.
    package init(into table: StaticString, columns: [StaticString], zeros: [StaticString] = [], _ ending: StaticString = "") {
        let names = (columns + zeros).map { "\($0)" }.joined(separator: ", ")
        let marks = (columns.map { _ in "\u{1}" } + zeros.map { _ in "0" }).joined(separator: ", ")
        statement = SQL(text: "insert into \(table) (\(names)) values (\(marks)) \(ending)", values: [])
    }

    private init(_ statement: SQL) { self.statement = statement }

    /// The same with something after the values.
    package func ending(_ ending: StaticString) -> Insertion { Insertion(SQL(text: statement.text + "\(ending)", values: [])) }

    /// The statement for a row.
    /// - Parameter values: one for each column; another number is refused when the statement is run.
    package func row(_ values: [SQLValue]) -> SQL { statement.with(values) }
}
