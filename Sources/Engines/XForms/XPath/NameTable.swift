/// Small numbers for the names of elements, so that comparing names is comparing numbers.
struct NameTable: Sendable {
    private var ids: [String: Int32] = [:]

    /// The number of a name; −2 for one that is not in the table and so equals none.
    func id(_ name: String) -> Int32 { ids[name] ?? -2 }

    /// The number of a name, a new one where it has none.
    mutating func intern(_ name: String) -> Int32 {
        if let id = ids[name] { return id }
        let id = Int32(ids.count)
        ids[name] = id
        return id
    }
}
